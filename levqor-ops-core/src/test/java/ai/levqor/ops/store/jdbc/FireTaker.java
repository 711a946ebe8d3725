package ai.levqor.ops.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import ai.levqor.ops.store.FileStateStore;
import ai.levqor.ops.store.StateFireStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Another process that takes fires: {@code PLACE OWNER SECONDS}, with a clock that is so many seconds off. It says
 * {@code ready}, and then obeys one line: {@code race FIRES}, or {@code hold}.
 */
final class FireTaker {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private FireTaker() {}

    public static void main(String[] args) throws IOException, SQLException {
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        var clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(Long.parseLong(args[2])));
        var store = store(args[0], clock);
        store.newest("race", 1);
        say("ready");
        var words = in.readLine().split(" ", -1);
        if (words[0].equals("race")) {
            race(store, args[1], Integer.parseInt(words[1]));
        } else {
            hold(store, args[1]);
        }
    }

    /** On one connection, as from a pool. */
    private static FireStore store(String place, Clock clock) throws SQLException {
        if (!place.startsWith("jdbc:")) {
            return new StateFireStore(new FileStateStore(Path.of(place)), clock, System::nanoTime);
        }
        var database = new PGSimpleDataSource();
        database.setUrl(place);
        return new JdbcFireStore(
                OneConnection.of(database.getConnection()), JdbcFireStore.TABLE, clock, System::nanoTime);
    }

    private static void race(FireStore store, String owner, int fires) {
        var order = new ArrayList<Integer>();
        for (int at = 0; at < fires; at++) {
            order.add(at);
        }
        Collections.shuffle(order, new Random(owner.hashCode()));
        for (var at : order) {
            var fire = fire("race", at);
            if (store.take(new Request(fire, owner, Duration.ofMinutes(1), true)) instanceof Taken mine) {
                say("ran " + fire.id());
                if (!store.settle(mine.claim(), State.DONE, owner)) {
                    say("lost " + fire.id());
                }
            }
        }
        say("end");
    }

    private static void hold(FireStore store, String owner) {
        var taking = store.take(new Request(fire("hold", 0), owner, Duration.ofMinutes(1), true));
        var claim = ((Taken) taking).claim();
        while (!System.out.checkError()) {
            say(beat(store, claim));
        }
    }

    private static String beat(FireStore store, Claim claim) {
        return store.beat(claim) ? "beat" : "lost";
    }

    static Fire fire(String job, int minute) {
        return new Fire(job, NOON.plus(Duration.ofMinutes(minute)));
    }

    private static void say(String words) {
        System.out.println(words);
    }
}
