package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.app.version.Version;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The program as a function from arguments to an exit code: 0 success, 1 problems or a failed start, 2 a usage error.
 * Whatever goes wrong is reported in lines for people, never as a stack trace.
 */
public final class CommandLines {

    private static final Logger LOG = LoggerFactory.getLogger(CommandLines.class);

    private CommandLines() {}

    /** Does what the arguments say and returns the exit code. Blocks for as long as the command takes. */
    public static int execute(String[] arguments, Terminal terminal) {
        try {
            return commandLine(terminal).execute(arguments);
        } catch (OutOfMemoryError full) {
            terminal.complain("the heap is too small: " + RegistryReading.moreHeap());
            return ExitCode.FAILED;
        } catch (Error e) {
            // The library hands on only exceptions. A jar that is missing, say, shows itself as an error.
            complain(e, terminal);
            return ExitCode.FAILED;
        }
    }

    private static CommandLine commandLine(Terminal terminal) {
        var program = new CommandLine(new RootCommand())
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new RoutesCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new DiffCommand(terminal))
                .addSubcommand(new UsageCommand(terminal))
                .addSubcommand(new UnusedCommand(terminal))
                .addSubcommand(new SchemaCommand(terminal))
                .addSubcommand(KeysCommand.in(terminal, System.in))
                .addSubcommand(RegistryCommand.in(terminal))
                .addSubcommand(ImportCommand.in(terminal))
                .addSubcommand(new VersionCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal));
        addHelp(program);
        program.getCommandSpec()
                .version(Version.current().toString())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version.")
                        .build());
        return program.addSubcommand(new HelpCommand())
                .registerConverter(DiffCommand.FailOn.class, new LowerCase<>(DiffCommand.FailOn.class))
                .registerConverter(CompletionCommand.Shell.class, new LowerCase<>(CompletionCommand.Shell.class))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.colours().on() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((problem, args) -> usageError(problem, terminal))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, terminal));
    }

    private static void addHelp(CommandLine command) {
        command.getSubcommands().values().forEach(CommandLines::addHelp);
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Print this help.")
                        .build());
    }

    private static int usageError(ParameterException problem, Terminal terminal) {
        terminal.complain(String.valueOf(problem.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, terminal.err());
        terminal.err()
                .println("Try '" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        terminal.err().flush();
        return ExitCode.USAGE_ERROR;
    }

    private static int failed(Exception failure, Terminal terminal) {
        if (failure instanceof StartFailure) {
            terminal.complain(String.valueOf(failure.getMessage()));
        } else {
            complain(failure, terminal);
        }
        return ExitCode.FAILED;
    }

    /** A failure that nobody foresaw, in one line; whoever looks for its cause asks the log for more. */
    private static void complain(Throwable defect, Terminal terminal) {
        String message = String.valueOf(defect).lines().findFirst().orElse("");
        terminal.complain("internal error: " + message + " (GATEHOUSE_LOG=debug shows where)");
        LOG.debug("The internal error", defect);
    }

    /** {@code gatehouse} without a command: cannot be run, only asked for help. */
    @Command(
            name = "gatehouse",
            description = "A multi-tenant API gateway.",
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "Exit codes: 0 success, 1 problems or a failed start, 2 a usage error.",
                "GATEHOUSE_LOG sets the level of the log on stderr: error, warn, info, debug or trace."
            })
    private static final class RootCommand {

        RootCommand() {}
    }

    /**
     * Reads constants by the names that they show, which are in lower case.
     *
     * @param type the enum
     */
    private record LowerCase<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {

        @Override
        public E convert(String text) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(Enum::toString)
                                    .collect(Collectors.joining(", "))));
        }
    }
}
