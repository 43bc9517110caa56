package io.gatehouse.process;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a line for curl, as far as the demonstration uses it, without needing curl. */
final class CurlLine {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern RANGE = Pattern.compile("(.*)\\[(\\d+)-(\\d+)](.*)");

    private CurlLine() {}

    /** The requests that curl would send: one for each number in a range such as {@code [1-20]}, else one. */
    static List<HttpRequest> requests(String line) {
        List<String> words = WORD.matcher(line).results().map(CurlLine::word).toList();
        if (!words.get(0).equals("curl")) {
            throw new IllegalArgumentException(line);
        }
        String url = words.get(words.size() - 1);
        Matcher range = RANGE.matcher(url);
        if (!range.matches()) {
            return List.of(request(words, url));
        }
        var requests = new ArrayList<HttpRequest>();
        for (int i = Integer.parseInt(range.group(2)); i <= Integer.parseInt(range.group(3)); i++) {
            requests.add(request(words, range.group(1) + i + range.group(4)));
        }
        return requests;
    }

    private static String word(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private static HttpRequest request(List<String> words, String url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        for (int i = 1; i < words.size() - 1; i++) {
            switch (words.get(i)) {
                case "-H" -> {
                    String[] header = words.get(++i).split(": *", 2);
                    request.header(header[0], header[1]);
                }
                case "-X" -> request.method(words.get(++i), BodyPublishers.noBody());
                case "-d" -> request.POST(BodyPublishers.ofString(words.get(++i)));
                // A URI of the JDK is always sent as it is.
                case "--path-as-is" -> {}
                default ->
                    throw new IllegalArgumentException("an option that this test does not know: " + words.get(i));
            }
        }
        return request.build();
    }
}
