package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.keys.StandardInput;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.version.Version;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The program as a function from arguments to an exit code: 0 all is well, 1 problems or a failed start, 2 a call that
 * makes no sense. Whatever goes wrong is told in lines for people, never as a stack trace.
 */
public final class CommandLines {

    private CommandLines() {}

    /** Does what the arguments say and tells the exit code. Blocks for as long as the command takes. */
    public static int execute(String[] arguments, Terminal terminal) {
        try {
            return commandLine(terminal).execute(arguments);
        } catch (Error e) {
            // The library hands on only exceptions. A jar that is missing, say, shows itself as an error.
            Defect.tell(e, terminal);
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
                .addSubcommand(new SchemaCommand(terminal))
                .addSubcommand(KeysCommand.in(terminal, new StandardInput(System.in)))
                .addSubcommand(RegistryCommand.in(terminal))
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
                .registerConverter(FailOn.class, new LowerCase<>(FailOn.class))
                .registerConverter(CompletionCommand.Shell.class, new LowerCase<>(CompletionCommand.Shell.class))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.colours().on() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((problem, args) -> unusable(problem, terminal))
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

    private static int unusable(ParameterException problem, Terminal terminal) {
        terminal.complain(String.valueOf(problem.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, terminal.err());
        terminal.err()
                .println("Try '" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        terminal.err().flush();
        return ExitCode.UNUSABLE_CALL;
    }

    private static int failed(Exception failure, Terminal terminal) {
        if (failure instanceof StartFailure) {
            terminal.complain(String.valueOf(failure.getMessage()));
        } else {
            Defect.tell(failure, terminal);
        }
        return ExitCode.FAILED;
    }
}
