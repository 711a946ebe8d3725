package ai.levqor.ops.policy.forecast;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Currency;
import java.util.Optional;

/** Something that costs money, forecast by what kind of cost it is. */
public sealed interface CostSource {

    /** Its name in a breakdown. */
    String name();

    /** The currency it is paid in. */
    Currency currency();

    /**
     * Infrastructure at a price: forecast by the calendar, and certain. A month's price is spread over its days.
     *
     * @param name of the source
     * @param price 0 or more
     * @param per what it is the price of
     * @param until the last day it is paid for; empty if no end is known
     */
    record Fixed(String name, Money price, Per per, Optional<LocalDate> until) implements CostSource {

        private static final int HOURS = 24;

        /** What a price is for. */
        public enum Per {
            HOUR,
            DAY,
            MONTH,
            YEAR
        }

        /** Refuses a price below zero. */
        public Fixed {
            requireNonNull(name, "name");
            requireNonNull(per, "per");
            requireNonNull(until, "until");
            if (price.amount().signum() < 0) {
                throw new IllegalArgumentException("price of " + name + " must be >= 0, was " + price.amount());
            }
        }

        @Override
        public Currency currency() {
            return price.currency();
        }

        /** What a day of UTC costs; an hour's price counts 24 times. */
        public double on(LocalDate day) {
            if (until.isPresent() && day.isAfter(until.get())) {
                return 0;
            }
            var price = this.price.amount().doubleValue();
            return switch (per) {
                case HOUR -> price * HOURS;
                case DAY -> price;
                case MONTH -> price / day.lengthOfMonth();
                case YEAR -> price / day.lengthOfYear();
            };
        }
    }

    /**
     * Usage: forecast from its own past.
     *
     * @param name of the source
     * @param costs by day
     */
    record Usage(String name, DailyCosts costs) implements CostSource {

        /** Refuses nulls. */
        public Usage {
            requireNonNull(name, "name");
            requireNonNull(costs, "costs");
        }

        @Override
        public Currency currency() {
            return costs.currency();
        }
    }

    /**
     * Fees: a rate of a volume, such as of payments; the volume is forecast.
     *
     * @param name of the source
     * @param rate from 0 to 1
     * @param volume by day
     */
    record Fee(String name, double rate, DailyCosts volume) implements CostSource {

        /** Refuses a rate that is none. */
        public Fee {
            requireNonNull(name, "name");
            requireNonNull(volume, "volume");
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("rate of " + name + " must be from 0 to 1, was " + rate);
            }
        }

        @Override
        public Currency currency() {
            return volume.currency();
        }
    }
}
