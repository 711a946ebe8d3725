package ai.levqor.ops.stripe;

import java.time.Instant;

/**
 * An object of one of Stripe's lists.
 *
 * @param path of its list
 * @param expanded with its balance transaction, where it has one
 * @param bare with the id of that
 */
record StripeObject(String path, String id, long created, String expanded, String bare) {

    String json(boolean expand) {
        return expand ? expanded : bare;
    }

    /** A balance transaction. */
    static StripeObject transaction(
            String id, Instant created, String category, long amount, long fee, String currency) {
        var json = transactionJson(id, created.getEpochSecond(), category, amount, fee, currency);
        return new StripeObject("/v1/balance_transactions", id, created.getEpochSecond(), json, json);
    }

    /** A payment in dollars with its fee. */
    static StripeObject payment(String id, Instant created, long amount, long fee) {
        return transaction(id, created, "charge", amount, fee, "usd");
    }

    /** The balance transaction of a charge, settled in this currency. */
    static String transactionJson(String id, long created, String category, long amount, long fee, String currency) {
        return """
                {"id":"%s","object":"balance_transaction","amount":%d,"available_on":%d,"created":%d,"currency":"%s",
                "description":null,"exchange_rate":null,"fee":%d,"fee_details":[],"net":%d,
                "reporting_category":"%s","source":"ch_1","status":"available","type":"%s"}""".formatted(id, amount, created, created, currency, fee, amount - fee, category, category);
    }

    /** A charge in dollars that was captured and settled at once. */
    static StripeObject charge(String id, Instant created, long amount) {
        var second = created.getEpochSecond();
        return charge(
                id,
                created,
                "succeeded",
                true,
                amount,
                amount,
                transactionJson("txn_" + id, second, "charge", amount, 30, "usd"));
    }

    /**
     * A charge in dollars, of test mode.
     *
     * @param settlement its balance transaction, as JSON
     */
    static StripeObject charge(
            String id, Instant created, String status, boolean captured, long amount, long part, String settlement) {
        var bare = settlement.startsWith("{") ? "\"txn_" + id + "\"" : settlement;
        var second = created.getEpochSecond();
        return new StripeObject(
                "/v1/charges",
                id,
                second,
                chargeJson(id, second, status, captured, amount, part, settlement),
                chargeJson(id, second, status, captured, amount, part, bare));
    }

    private static String chargeJson(
            String id, long created, String status, boolean captured, long amount, long part, String settlement) {
        return """
                {"id":"%s","object":"charge","amount":%d,"amount_captured":%d,"amount_refunded":0,
                "balance_transaction":%s,"captured":%s,"created":%d,"currency":"usd","livemode":false,"metadata":{},
                "paid":true,"refunded":false,"status":"%s"}""".formatted(id, amount, part, settlement, captured, created, status);
    }

    /** With another text in place of a part of it. */
    StripeObject replacing(String text, String other) {
        return new StripeObject(path, id, created, expanded.replace(text, other), bare.replace(text, other));
    }
}
