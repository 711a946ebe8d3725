package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceContract;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StripeBillingContractTest {

    @Nested
    class Fees extends Contract {
        Fees() throws IOException {
            super("fees");
        }

        @Override
        protected void givenCost(LocalDate day, BigDecimal amount) {
            var cents = amount.movePointRight(2).longValueExact();
            stripe.with(StripeObject.payment("txn_" + day, day.atTime(12, 0).toInstant(ZoneOffset.UTC), 99_00, cents));
        }
    }

    @Nested
    class FeesOnly extends Fees {
        FeesOnly() throws IOException {
            source = new Sources().of(stripe, "fees_only");
        }
    }

    @Nested
    class Charges extends Contract {
        Charges() throws IOException {
            super("charges");
        }

        @Override
        protected void givenCost(LocalDate day, BigDecimal amount) {
            var cents = amount.movePointRight(2).longValueExact();
            stripe.with(StripeObject.charge("ch_" + day, day.atTime(12, 0).toInstant(ZoneOffset.UTC), cents));
        }
    }

    abstract static class Contract extends BillingSourceContract {
        final FakeStripe stripe = new FakeStripe();
        BillingSource source;

        Contract(String basis) throws IOException {
            source = new Sources().of(stripe, basis);
        }

        @AfterEach
        void close() {
            stripe.close();
        }

        @Override
        protected BillingSource source() {
            return source;
        }

        @Override
        protected Optional<Runnable> outage() {
            return Optional.of(() -> stripe.always(Answers.error(500, "no")));
        }

        @Override
        protected Optional<Runnable> stall() {
            return Optional.of(() -> stripe.always(Answers.stall(new CountDownLatch(1))));
        }
    }
}
