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
    public static List<Option> of(Class<? extends Record> type, ExtensionTypes extensions) {
        List<Option> options = new ArrayList<>();
        collect(TypeBinders.record(type), List.of(), extensions, options);
        return options;
    }

    private static void collect(
            RecordBinder record, List<String> above, ExtensionTypes extensions, List<Option> options) {
        for (PropertyBinding slot : record.slots()) {
            List<String> path = new ArrayList<>(above);
            if (!slot.inline) {
                path.add(slot.key);
            }
            if (slot.shape instanceof RecordBinder nested) {
                collect(nested, path, extensions, options);
            } else if (slot.shape instanceof ListBinder list
                    && list.orOne()
                    && list.item() instanceof RecordBinder only) {
                collect(only, path, extensions, options);
            } else if (slot.shape instanceof ExtensionBinder extensible) {
                for (String name : extensible.keys(extensions)) {
                    List<String> below = new ArrayList<>(path);
                    below.add(name);
                    collect(extensible.binder(extensions, name), below, extensions, options);
                }
            } else if (!(slot.shape instanceof MapBinder)) {
                options.add(new Option(path, slot.shape instanceof ListBinder));
            }
        }
    }
}
