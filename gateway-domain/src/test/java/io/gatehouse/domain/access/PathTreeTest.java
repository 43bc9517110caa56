package io.gatehouse.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTreeTest {

    private final PathTree<String> tree = tree(
            "/items", "/items/:id", "/items/new", "/items/:id/parts", "/items/new/old", "/files/*", "/", "/:any/fixed");

    @ParameterizedTest
    @CsvSource({
        "/,                 /",
        "/items,            /items",
        "/items/,           /items",
        "/items/1,          /items/:id",
        "/items/1/,         /items/:id",
        "/items/new,        /items/new",
        "/items/new/parts,  /items/:id/parts",
        "/items/new/old,    /items/new/old",
        "/items/1/other,    ",
        "/Items,            ",
        "/items/1/parts/2,  ",
        "/files,            ",
        "/files/,           ",
        "/files/a,          /files/*",
        "/files/a/b/c,      /files/*",
        "/x/fixed,          /:any/fixed",
        "/items/fixed,      /items/:id",
        "/files/fixed,      /files/*",
        "/a/b,              ",
        "/a b/fixed,        /:any/fixed",
        "/items/%2F,        /items/:id",
    })
    void findsThePatternThatFitsBest(String path, @Nullable String pattern) {
        assertThat(tree.find(path)).isEqualTo(pattern);
    }

    @Test
    void aStarForEverythingFitsEveryPathButTheRoot() {
        PathTree<String> star = tree("/*");

        assertThat(star.find("/a/b")).isEqualTo("/*");
        assertThat(star.find("/")).isNull();
    }

    @Test
    void agreesWithTryingEveryPattern() {
        long seed = 3;
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String[] patterns = new String[1 + random.nextInt(6)];
            for (int n = 0; n < patterns.length; n++) {
                patterns[n] = pattern(random);
            }
            PathTree<String> built = tree(patterns);
            for (int n = 0; n < 20; n++) {
                String path = path(random);
                assertThat(built.find(path))
                        .as("seed %d, round %d: %s in %s", seed, round, path, List.of(patterns))
                        .isEqualTo(slowly(patterns, path));
            }
        }
    }

    private static PathTree<String> tree(String... patterns) {
        Map<List<String>, String> map = new HashMap<>();
        for (String pattern : patterns) {
            map.put(segments(pattern), pattern);
        }
        return PathTree.of(map);
    }

    /** The best is the one that is exact where the others first are not. */
    private static @Nullable String slowly(String[] patterns, String path) {
        return List.of(patterns).stream()
                .filter(pattern -> fits(segments(pattern), segments(path)))
                .max(Comparator.comparing(PathTreeTest::rank))
                .orElse(null);
    }

    private static boolean fits(List<String> pattern, List<String> path) {
        boolean rest = !pattern.isEmpty() && pattern.get(pattern.size() - 1).equals("*");
        int fixed = rest ? pattern.size() - 1 : pattern.size();
        if (rest ? path.size() <= fixed : path.size() != fixed) {
            return false;
        }
        for (int n = 0; n < fixed; n++) {
            if (!pattern.get(n).startsWith(":") && !pattern.get(n).equals(path.get(n))) {
                return false;
            }
        }
        return true;
    }

    private static String rank(String pattern) {
        var rank = new StringBuilder();
        for (String segment : segments(pattern)) {
            rank.append(segment.equals("*") ? '0' : segment.startsWith(":") ? '1' : '2');
        }
        return rank.toString();
    }

    private static String pattern(Random random) {
        String[] choices = {"a", "b", ":p"};
        var pattern = new StringBuilder();
        for (int n = random.nextInt(4); n > 0; n--) {
            pattern.append('/').append(choices[random.nextInt(3)]);
        }
        return pattern.append(random.nextInt(4) == 0 ? "/*" : pattern.isEmpty() ? "/" : "")
                .toString();
    }

    private static String path(Random random) {
        var path = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
            path.append('/').append((char) ('a' + random.nextInt(3)));
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private static List<String> segments(String path) {
        return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
    }
}
