package io.gatehouse.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what changes. What is the same for many keys or tenants becomes one change. */
final class ComparisonFindings {

    /** How many changes of each effect are told. */
    static final int MOST = 2000;

    private final List<Change> single = new ArrayList<>();
    private final Map<FoldKey, Fold> folds = new LinkedHashMap<>();
    private final Map<Severity, Integer> totals = new EnumMap<>(Severity.class);

    /** Adds what is said of one subject. */
    void add(Severity effect, ChangeKind kind, String subject, Phrase saying) {
        add(subject, Finding.of(effect, kind, saying));
    }

    void add(String subject, Finding told) {
        String text = told.saying().one();
        keep(new Change(
                told.effect(),
                told.kind(),
                subject,
                text,
                told.saying().line(subject, text),
                List.of(),
                0,
                told.calls(),
                told.callCount()));
    }

    /** Adds what is said of a key, to be folded with other keys of its package. */
    void key(HeldKey key, Finding told) {
        key(key, told, "");
    }

    /** The same with what is only worth telling of a single key. */
    void key(HeldKey key, Finding told, String detail) {
        fold(new FoldKey("key", " of package " + key.key().application().packageReference(), told))
                .add(key.id(), detail);
    }

    /** Adds what is said of a tenant, to be folded with other tenants. */
    void tenant(String name, Finding told, String detail) {
        fold(new FoldKey("tenant", "", told)).add(name, detail);
    }

    private Fold fold(FoldKey key) {
        return folds.computeIfAbsent(key, first -> new Fold());
    }

    Comparison finish(long judged) {
        folds.forEach(this::unfold);
        folds.clear();
        single.sort(Comparator.comparing(Change::effect).thenComparing(Change::kind));
        return new Comparison(single, totals, judged);
    }

    private void unfold(FoldKey key, Fold fold) {
        if (fold.count <= ListText.SHOWN) {
            fold.first.forEach(named -> one(key, named));
        } else {
            many(key, fold);
        }
    }

    private void one(FoldKey key, Named named) {
        String subject = key.noun() + " " + named.name();
        String text = key.told().saying().one() + named.detail();
        keep(change(key, subject, text, key.told().saying().line(subject, text), List.of(named.name()), 1));
    }

    private void many(FoldKey key, Fold fold) {
        String subject = ListText.count(fold.count, key.noun()) + key.of();
        String text = key.told().saying().many();
        List<String> names = fold.first.stream().map(Named::name).toList();
        String line = key.told().saying().line(subject, text) + " (" + ListText.some(names, fold.count) + ")";
        keep(change(key, subject, text, line, names, fold.count));
    }

    private static Change change(FoldKey key, String subject, String text, String line, List<String> names, int count) {
        Finding told = key.told();
        boolean keys = key.noun().equals("key");
        return new Change(
                told.effect(),
                told.kind(),
                subject,
                text,
                line,
                keys ? names : List.of(),
                keys ? count : 0,
                told.calls(),
                told.callCount());
    }

    private void keep(Change change) {
        int before = totals.merge(change.effect(), 1, Integer::sum) - 1;
        if (before < MOST) {
            single.add(change);
        }
    }

    private record FoldKey(String noun, String of, Finding told) {}

    private record Named(String name, String detail) {}

    private static final class Fold {
        private final List<Named> first = new ArrayList<>();
        private int count;

        void add(String name, String detail) {
            count++;
            if (first.size() < Change.MOST_KEYS) {
                first.add(new Named(name, detail));
            }
        }
    }
}
