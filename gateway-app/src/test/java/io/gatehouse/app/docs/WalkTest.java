package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The walk through the code leads past files that there are, and leaves no stage out. */
class WalkTest {

    private static final int MOST_FILES = 40;

    private final String page = Pages.text("docs/walk.md");
    private final List<String> files = Pages.all("^\\d+\\. `([^`]+)` \\S", page);

    @Test
    void leadsPastFilesThatExist() {
        assertThat(files).isNotEmpty().allMatch(Pages::exists);
    }

    @Test
    void isShort() {
        assertThat(files).hasSizeLessThanOrEqualTo(MOST_FILES).doesNotHaveDuplicates();
    }

    @Test
    void isNumberedInOrder() {
        List<String> numbers = Pages.all("^(\\d+)\\. ", page);

        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, files.size())
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void namesEveryStage() {
        assertThat(StageNames.classes())
                .allSatisfy(stage -> assertThat(page).containsPattern("\\b" + stage.getSimpleName() + "\\b"));
    }
}
