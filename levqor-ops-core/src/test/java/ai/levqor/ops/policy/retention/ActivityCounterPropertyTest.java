package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.retention.RandomActivity.Scene;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Label("What holds of every counter over any activity")
@PropertyDefaults(tries = 150, edgeCases = EdgeCasesMode.NONE)
@Domain(RandomActivity.class)
@Domain(DomainContext.Global.class)
class ActivityCounterPropertyTest {

    @Property
    @Label("days in any order are counted as brute force counts them")
    void countsAnyOrder(@ForAll Scene scene) {
        var counter = Activity.count(scene.activity(), anyOrder(scene));

        BruteForce.of(scene.activity()).assertSame(counter);
    }

    @Property
    @Label("days in order are counted as brute force counts them")
    void countsInOrder(@ForAll Scene scene) {
        var counter = Activity.count(ordered(scene), inOrder(scene));

        BruteForce.of(scene.activity()).assertSame(counter);
    }

    @Property
    @Label("activity given together counts as activity given one by one")
    void together(@ForAll Scene scene) {
        var any = anyOrder(scene);
        var ordered = inOrder(scene);

        Activity.countTogether(scene.activity(), any);
        Activity.countTogether(ordered(scene), ordered);

        BruteForce.of(scene.activity()).assertSame(any);
        BruteForce.of(scene.activity()).assertSame(ordered);
    }

    @Property
    @Label("asked after every event, the totals are those of all events up to then")
    void askedBetween(@ForAll Scene scene) {
        var counter = anyOrder(scene);
        var brute = new BruteForce();

        counter.totals();
        for (var activity :
                scene.activity().subList(0, Math.min(12, scene.activity().size()))) {
            activity.countBy(counter);
            brute.seen(activity);
            brute.assertSame(counter);
        }
    }

    @Property
    @Label("a forgotten user leaves no trace, whether the totals were asked before or not")
    void forgotten(@ForAll Scene scene, @ForAll boolean asked) {
        var counter = Activity.count(scene.activity(), anyOrder(scene));
        var brute = BruteForce.of(scene.activity());

        if (asked) {
            counter.totals();
        }
        for (var activity : scene.activity().subList(0, scene.activity().size() / 2)) {
            counter.forget(activity.id().high(), activity.id().low());
            brute.forget(activity.id());
        }

        brute.assertSame(counter);
        if (!scene.activity().isEmpty()) {
            scene.activity().get(0).countBy(counter);
            brute.seen(scene.activity().get(0));
            brute.assertSame(counter);
        }
    }

    @Property
    @Label("chunks of any kind, cut within a day and merged in any grouping, count as one")
    void merged(@ForAll Scene scene, @ForAll @IntRange(min = 1, max = 5) int parts, @ForAll Random random) {
        var cut = random.nextBoolean() ? ordered(scene) : scene.activity();
        var counters = new ArrayList<ActivityCounter>();
        for (int part = 0; part < parts; part++) {
            var chunk = cut.subList(cut.size() * part / parts, cut.size() * (part + 1) / parts);
            counters.add(Activity.count(chunk, rangeOf(chunk)));
        }

        while (counters.size() > 1) {
            var at = random.nextInt(counters.size() - 1);
            var right = counters.remove(at + 1);
            if (random.nextBoolean()) {
                counters.get(at).totals();
            }
            counters.get(at).merge(right);
        }
        var all = anyOrder(scene);
        all.merge(counters.get(0));

        BruteForce.of(scene.activity()).assertSame(all);
    }

    @Property
    @Label("the totals of shares of the users add up, in any order")
    void shared(@ForAll Scene scene, @ForAll @IntRange(min = 1, max = 4) int of) {
        var totals = new ArrayList<ActivityTotals>();
        for (int index = 0; index < of; index++) {
            var any = anyOrder(scene).share(index, of);
            var ordered = inOrder(scene).share(index, of);
            Activity.count(scene.activity(), any);
            Activity.countTogether(ordered(scene), ordered);
            assertThat(any.users()).isEqualTo(ordered.users());
            totals.add(index % 2 == 0 ? any.totals() : ordered.totals());
        }

        Collections.reverse(totals);
        var sum = totals.stream().reduce(ActivityTotals::plus).orElseThrow();

        BruteForce.of(scene.activity()).assertSame(sum, scene.firstDay(), scene.days());
    }

    private static List<Activity> ordered(Scene scene) {
        var ordered = new ArrayList<>(scene.activity());
        ordered.sort(Comparator.comparing(Activity::day));
        return ordered;
    }

    private static ActivityCounter anyOrder(Scene scene) {
        return ActivityCounter.anyOrder(scene.firstDay(), scene.days());
    }

    private static ActivityCounter inOrder(Scene scene) {
        return ActivityCounter.inOrder(scene.firstDay(), scene.days());
    }

    /** A counter that has room for just these days. */
    private static ActivityCounter rangeOf(List<Activity> chunk) {
        var days = chunk.stream().mapToInt(Activity::day).summaryStatistics();
        return chunk.isEmpty()
                ? ActivityCounter.anyOrder(0, 0)
                : ActivityCounter.anyOrder(days.getMin(), days.getMax() - days.getMin() + 1);
    }
}
