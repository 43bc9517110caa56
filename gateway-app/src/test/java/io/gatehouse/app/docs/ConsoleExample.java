package io.gatehouse.app.docs;

import io.gatehouse.app.command.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of a page and the output that stands below it.
 *
 * @param arguments the command, without the program's name
 * @param output what the page shows
 */
record ConsoleExample(List<String> arguments, String output) {

    private static final Pattern BLOCK =
            Pattern.compile("(?s)```console\\n\\$ gatehouse ((?:[^\\n]*\\\\\\n)*[^\\n]*)\\n(.*?)```");
    private static final Pattern FILE = Pattern.compile("(?s)`([\\w/-]+\\.yml)`:\\n\\n```yaml\\n(.*?)```");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    /** The examples of a page, in order. */
    static List<ConsoleExample> of(String page) {
        var examples = new ArrayList<ConsoleExample>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            examples.add(new ConsoleExample(words(block.group(1)), block.group(2)));
        }
        return examples;
    }

    /** Writes the files that a page shows, by their names. */
    static void writeFiles(String page, Path folder) throws IOException {
        Matcher file = FILE.matcher(page);
        while (file.find()) {
            Path path = folder.resolve(file.group(1));
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.group(2));
        }
    }

    /** Runs the command with the files of that folder, and shows their names as the page does. */
    ProgramRun run(Path folder) {
        String[] there = arguments.stream()
                .map(word -> word.endsWith(".yml") ? folder.resolve(word).toString() : word)
                .toArray(String[]::new);
        ProgramRun run = ProgramRun.of(there);
        return new ProgramRun(run.code(), run.out().replace(folder + "/", ""), run.err());
    }

    private static List<String> words(String command) {
        return WORD.matcher(command.replace("\\\n", " "))
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }
}
