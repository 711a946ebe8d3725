package ai.levqor.ops.examples.backend;

import ai.levqor.ops.examples.backend.PaymentProvider.PaymentException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The example as a process whose payment provider never comes back: prints {@code READY} with its address, and {@code
 * AGAIN} whenever an order fails once more.
 */
final class ForsakenBackend {
    private ForsakenBackend() {}

    /** Takes the data folder; the admin token comes from the environment. */
    public static void main(String[] words) throws Exception {
        var data = new DataFolder(Path.of(words[0]));
        data.prepare();
        Set<Long> failed = ConcurrentHashMap.newKeySet();
        var shop = ShopDatabase.open(data.path(), Clock.systemUTC(), 3);
        var backend = new Backend(
                ExampleSettings.forStory(System.getenv()).in(data, shop.founded(), System.getenv("ADMIN_TOKEN")),
                order -> {
                    if (!failed.add(order.number())) {
                        System.out.println("AGAIN");
                    }
                    throw new PaymentException("never");
                },
                shop,
                decision -> {},
                incident -> {});
        backend.listen(0);
        System.out.println("READY " + backend.uri());
    }
}
