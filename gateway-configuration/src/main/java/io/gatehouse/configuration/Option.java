package io.gatehouse.configuration;

import java.util.ArrayList;
import java.util.List;

/**
 * One value that a record type can be given, however deep it lies.
 *
 * @param path the keys that lead to it from the top
 * @param many true where it is a list
 */
public record Option(List<String> path, boolean many) {

    public Option {
        path = List.copyOf(path);
    }

    /** All single values and lists of a record type and of the records in it; what lies in maps and lists is left out. */
    public static List<Option> of(Class<? extends Record> type) {
        List<Option> options = new ArrayList<>();
        collect(TypeBinders.record(type), List.of(), options);
        return options;
    }

    private static void collect(RecordBinder record, List<String> above, List<Option> options) {
        for (PropertyBinding slot : record.slots()) {
            List<String> path = new ArrayList<>(above);
            path.add(slot.key);
            if (slot.shape instanceof RecordBinder nested) {
                collect(nested, path, options);
            } else if (!(slot.shape instanceof MapBinder)) {
                options.add(new Option(path, slot.shape instanceof ListBinder));
            }
        }
    }
}
