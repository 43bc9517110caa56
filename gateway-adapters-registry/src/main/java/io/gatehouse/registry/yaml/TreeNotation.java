package io.gatehouse.registry.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import org.yaml.snakeyaml.LoaderOptions;

/** Opens parsers for the notations that a document may have. */
enum TreeNotation {
    YAML,
    JSON;

    static TreeNotation of(String fileName) {
        return fileName.endsWith(".json") ? JSON : YAML;
    }

    JsonParser parser(String text, ReadingLimits limits) throws IOException {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxStringLength(limits.text())
                .maxNameLength(limits.text())
                .maxNumberLength(1000)
                .build();
        if (this == JSON) {
            return JsonFactory.builder()
                    .streamReadConstraints(constraints)
                    .build()
                    .createParser(text);
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit((int) Math.min(Integer.MAX_VALUE, limits.bytes()));
        options.setNestingDepthLimit(limits.depth());
        return YAMLFactory.builder()
                .streamReadConstraints(constraints)
                .loaderOptions(options)
                .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build()
                .createParser(text);
    }
}
