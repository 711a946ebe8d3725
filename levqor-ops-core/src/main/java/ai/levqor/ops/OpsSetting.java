package ai.levqor.ops;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every setting of the library, with its default. The environment variable of {@code WORKERS_MAX} is
 * {@code OPS_WORKERS_MAX}, its system property {@code levqor.ops.workers.max}.
 */
public enum OpsSetting {
    /** Tokens of the admin routes, comma-separated while rotating. */
    ADMIN_TOKEN("ADMIN_TOKEN", "", "token of the admin routes; `new,old` accepts both; 16 characters or more each"),
    /** The spend a day that the cost guard protects. */
    DAILY_SPEND_LIMIT("DAILY_SPEND_LIMIT", "", "money a day in `OPS_CURRENCY`; unset switches the cost guard off"),
    /** The currency of every amount. */
    CURRENCY("usd", "currency of every amount: three letters"),
    /** The fewest workers. */
    WORKERS_MIN("1", "the fewest workers"),
    /** The most workers. */
    WORKERS_MAX("4", "the most workers"),
    /** Above this P95 there is pressure. */
    SCALE_P95_ABOVE("150ms", "a P95 latency above this is pressure"),
    /** Above this depth there is pressure. */
    SCALE_DEPTH_ABOVE("10", "a queue deeper than this is pressure"),
    /** Below this P95 the backend is idle. */
    IDLE_P95_BELOW("40ms", "a P95 latency below this is idle, if nothing waits"),
    /** How long it must be idle. */
    IDLE_FOR("10m", "idle for this long without a break gives one worker back"),
    /** Time between two steps up. */
    STEP_UP_EVERY("30s", "the least time between two steps up"),
    /** Age at which a sample is unknown. */
    SIGNAL_MAX_AGE("60s", "a sample older than this is unknown"),
    /** Share of the daily limit. */
    SPEND_SHARE("0.9", "share of the daily limit at which scale-ups stop"),
    /** Share of thirty daily limits. */
    FORECAST_SHARE("0.8", "share of thirty daily limits above which a forecast stops scale-ups"),
    /** How long the spend may be unknown. */
    SPEND_UNKNOWN_FOR("6h", "a spend unknown for longer than this stops scale-ups"),
    /** Time between two ticks. */
    TICK_EVERY("15s", "time between two ticks of the loop"),
    /** Time between two looks at the flags. */
    FLAGS_EVERY("2s", "time between two looks at the flags for changes made by hand"),
    /** How long a source may take. */
    SOURCE_DEADLINE("2s", "how long a source may take to answer"),
    /** How long a dry run may be answered from the last observation. */
    SNAPSHOT_FOR("1s", "how long a dry run is answered from the last observation"),
    /** Decisions kept in memory. */
    HISTORY_SIZE("500", "decisions kept in memory for the history"),
    /** Window of the latency percentiles. */
    LATENCY_WINDOW("60s", "window of the latency percentiles"),
    /** Window of failures. */
    FAILURE_WINDOW("5m", "window of failures and totals"),
    /** The flags file. */
    FLAGS_FILE("config/flags.json", "the flags file"),
    /** Folder of what the policies remember. */
    STATE_DIR("config/state", "folder of what the policies remember"),
    /** Folder of the logs. */
    LOG_DIR("logs", "folder of the logs of JSON lines"),
    /** Above this error rate a recovery is called for. */
    RECOVER_ERROR_RATE("0.01", "an error rate above this calls for a recovery, and so does any failure"),
    /** The least time to an automatic recovery. */
    RECOVER_COOLDOWN("30m", "the least time from one recovery to an automatic one"),
    /** So many automatic recoveries close the latch. */
    RECOVER_PER_HOUR("2", "so many automatic recoveries within an hour close the latch, until a person releases it"),
    /** How long a request for a recovery waits. */
    RECOVER_WAIT("25s", "how long `POST /ops/recover` waits for the end before it answers 202"),
    /** Jobs a second that a redrive moves. */
    REDRIVE_RATE("500", "dead letters a second that a redrive moves, or `unlimited`"),
    /** Jobs that a redrive moves at once. */
    REDRIVE_BATCH("20000", "dead letters that a redrive moves at once at the most"),
    /** How often a job may be redriven. */
    REDRIVE_MOST("3", "a job that was redriven so often goes to the quarantine instead"),
    /** Time between two looks of the watchdog. */
    WATCHDOG_EVERY("5m", "time between two looks of the watchdog, a whole number of which makes a day"),
    /** The watchdog's rule. */
    WATCHDOG_RULE("streak", "`streak`: breaches in a row; `burn_rate`: how fast the error budget burns"),
    /** Breaches in a row. */
    WATCHDOG_BREACHES("3", "so many breaches in a row raise the alarm"),
    /** How close the breaches must be. */
    WATCHDOG_WITHIN("10m", "the first and the last of these breaches are at most so far apart"),
    /** Above this P99 the objectives are missed. */
    SLO_P99_ABOVE("200ms", "a P99 latency above this is a breach"),
    /** Above this error rate the objectives are missed. */
    SLO_ERROR_RATE_ABOVE("0.005", "an error rate above this is a breach"),
    /** Below this availability the objectives are missed. */
    SLO_AVAILABILITY_BELOW("0.999", "a share of successful self-probes below this is a breach"),
    /** The objective of the burn rates. */
    SLO_OBJECTIVE("0.999", "the share that shall succeed; the rest is the error budget of `burn_rate`"),
    /** The fast burn rate. */
    SLO_FAST_BURN("14.4", "a burn rate above this over 1 h and 5 min raises the alarm"),
    /** The slow burn rate. */
    SLO_SLOW_BURN("6", "a burn rate above this over 6 h and 30 min raises the alarm"),
    /** The host's log of who did something when. */
    ACTIVITY_TABLE("", "the table whose rows say who was active when; unset counts what `ops.activity()` is told"),
    /** Its column of the user's id. */
    ACTIVITY_USER_COLUMN(
            "user_id", "its column of the user's id: integer, UUID or text; no other personal data is read"),
    /** Its column of the time. */
    ACTIVITY_TIME_COLUMN("created_at", "its column of the time"),
    /** What that column holds. */
    ACTIVITY_TIME_TYPE(
            "auto",
            "what that holds: `timestamptz`, `timestamp`, `date`, `epoch_s`, `epoch_ms`, `text` (ISO 8601), or `auto`"),
    /** The zone of times that have none. */
    ACTIVITY_ZONE("UTC", "the zone of times in it that name none"),
    /** Its column that only grows. */
    ACTIVITY_INGEST_COLUMN(
            "",
            "its column that only grows as rows come in, by which late rows are found; unset looks back `OPS_RETENTION_LATE`"),
    /** Where ids are compared. */
    ACTIVITY_IDS(
            "in_process",
            "`in_process` reads ids into this process and stores none; `in_database` lets none leave the database"),
    /** The host's table of users. */
    ACTIVITY_USERS_TABLE("", "the table of users; if set, only who is in it counts"),
    /** Its column of the user's id. */
    ACTIVITY_USERS_COLUMN("id", "its column of the user's id, the only one that is read"),
    /** Activity kept in memory until it is written. */
    ACTIVITY_BUFFER(
            "10000", "users a day that `ops.activity()` keeps until they are written; more are dropped and counted"),
    /** Id of the plug-in for activity. */
    ACTIVITY_SOURCE("", "id of the activity plug-in, if there are several"),
    /** The zone of the days that are counted. */
    RETENTION_ZONE("UTC", "the zone whose days are counted"),
    /** Where the counted days are kept in the database. */
    RETENTION_TABLE("analytics_aggregates", "the table that counted days are kept in; created if absent"),
    /** What a night must remember of each user. */
    RETENTION_STATE_TABLE(
            "user_last_seen",
            "the table of when each user was seen last, so that a night costs a day; created if absent; on PostgreSQL up to eight days behind"),
    /** Whether the database may be written. */
    RETENTION_WRITE(
            "auto",
            "`auto` writes these two tables if the database lets it; `never` only reads, and keeps days in the state store"),
    /** How far back the first night counts. */
    RETENTION_BACKFILL("400d", "so many days back the first night counts, if the log has them"),
    /** How far back late rows are looked for. */
    RETENTION_LATE("2d", "so many days back each night counts again, for rows that came late"),
    /** From when on the log is complete. */
    RETENTION_COMPLETE_FROM(
            "",
            "the day from which on the log holds all there ever was, such as `2024-05-01`; else its first weeks lack what was before"),
    /** How long a request for a job waits. */
    JOBS_WAIT("25s", "how long `POST /ops/jobs/...` waits for the end before it answers 202"),
    /** Whether jobs run by themselves. */
    SCHEDULER("on", "`off` runs no job by itself: a scheduler of the host does"),
    /** When active users are counted. */
    SCHEDULE_RETENTION(
            "00:05 UTC",
            "when active users are counted: `00:05 UTC`, `MON 02:00 UTC`, `every 5m`, `cron 5 0 * * * UTC`, or `off`"),
    /** When the summary is sent. */
    SCHEDULE_SUMMARY("09:00 Europe/London", "when the summary of the day is sent"),
    /** When the host's backup runs. */
    SCHEDULE_BACKUP("MON 02:00 UTC", "when the host's backup runs"),
    /** When the forecast is written. */
    SCHEDULE_COST_FORECAST("MON 02:10 UTC", "when the forecast of the cost is written"),
    /** When everything is checked. */
    SCHEDULE_INTEGRITY("03:00 UTC", "when the integrity check runs"),
    /** How late a job may begin. */
    JOBS_LATE("12h", "a job that could not begin in time still begins so long after; later it is recorded as missed"),
    /** How long a job may take. */
    JOBS_TIMEOUT("1h", "how long a job may take before it is cut short"),
    /** Where it is remembered which jobs ran. */
    JOBS_STORE(
            "auto",
            "where it is kept that a job ran, so that it runs once in a fleet: `database`, `state` (the state store), or `auto`: the database if there is one that lets it be written"),
    /** The table of that. */
    JOBS_TABLE("levqor_fires", "the table of that in the database; created if absent"),
    /** The host's backup. */
    BACKUP_COMMAND("", "the command line of the host's backup, such as `./backup_cycle.sh --full`; no shell reads it"),
    /** How long a backup may take. */
    BACKUP_TIMEOUT("1h", "how long the backup may take before it is stopped"),
    /** Infrastructure at a price. */
    COST_FIXED("", "infrastructure at a price, such as `replit=20/month,redis=0.5eur/day`: hour, day, month or year"),
    /** A file of costs. */
    COST_FILE("", "a CSV file (or .gz) of daily costs: `date,amount`, or an export of FOCUS or AWS CUR columns"),
    /** A table of costs. */
    COST_TABLE("", "a table of the database with daily costs"),
    /** Its column of the day. */
    COST_DAY_COLUMN("day", "its column of the day, a date of UTC"),
    /** Its column of the amount. */
    COST_AMOUNT_COLUMN("amount", "its column of the amount"),
    /** Its column of the currency. */
    COST_CURRENCY_COLUMN("", "its column of the currency; unset if all is in `OPS_CURRENCY`"),
    /** Its column of the service. */
    COST_ITEM_COLUMN("", "its column of the service or the like, for the breakdown; unset if there is none"),
    /** What other currencies are worth. */
    COST_RATES("", "what one unit of another currency is worth in `OPS_CURRENCY`, such as `eur=1.08,gbp=1.27`"),
    /** Time between two refreshes of the costs. */
    COST_REFRESH("15m", "time between two refreshes of the costs, from 5s to 6h"),
    /** How long a cost source may take. */
    COST_DEADLINE("10m", "how long a cost source may take to answer; the first time may need minutes"),
    /** How the forecast is made. */
    FORECAST_METHOD(
            "median6", "how usage is forecast: `median6`, `trend`, `last30`, `mean28`, `seasonal`, `holt` or `theta`"),
    /** Where the forecast is kept. */
    FORECAST_FILE("last_forecast.json", "the file that the job `cost-forecast` writes"),
    /** The key of Stripe. */
    STRIPE_SECRET_KEY(
            "STRIPE_SECRET_KEY", "", "a secret or restricted key of Stripe; what Stripe takes is a cost then"),
    /** What of Stripe is a cost. */
    STRIPE_BASIS(
            "fees",
            "what of Stripe is a cost: `fees` (with refunds and disputes), `fees_only`, or `charges` themselves"),
    /** Where Stripe is. */
    STRIPE_URL("https://api.stripe.com", "where Stripe's interface is"),
    /** The key of OpenAI. */
    OPENAI_ADMIN_KEY(
            "OPENAI_ADMIN_KEY", "", "an admin key of OpenAI; what the organisation spends there is a cost then"),
    /** Where OpenAI is. */
    OPENAI_URL("https://api.openai.com", "where OpenAI's interface is"),
    /** The token of the Telegram bot. */
    TELEGRAM_BOT_TOKEN("TELEGRAM_BOT_TOKEN", "", "with the chat id, alerts go to Telegram"),
    /** The Telegram chat. */
    TELEGRAM_CHAT_ID("TELEGRAM_CHAT_ID", "", "the chat that alerts go to"),
    /** Where Telegram is. */
    TELEGRAM_URL("https://api.telegram.org", "where Telegram's bot interface is"),
    /** Put before every route. */
    HTTP_PREFIX("", "put before every route, such as `/internal`"),
    /** Whether reads are open. */
    HTTP_PUBLIC_READS("true", "`false` asks for the token on every route"),
    /** Name of this instance. */
    INSTANCE("", "name of this instance among those of a fleet; made up if unset"),
    /** How long an instance that says nothing counts as there. */
    FLEET_TTL("15s", "how long a silent instance of a fleet counts as there, and leads"),
    /** Where Redis is. */
    REDIS_URL("REDIS_URL", "", "`redis://` or `rediss://`, user, password, host, database; the fleet shares it"),
    /** Time for a connection to Redis, and for an answer. */
    REDIS_TIMEOUT("1s", "how long a connection to Redis, or an answer, may take"),
    /** What the library's keys in Redis begin with. */
    REDIS_PREFIX("levqor", "what the keys of the library in Redis begin with"),
    /** The master that sentinels watch. */
    REDIS_SENTINEL_MASTER("", "the master's name, if `REDIS_URL` is a sentinel"),
    /** More sentinels or nodes of a cluster. */
    REDIS_NODES("", "more sentinels, or nodes of a cluster: `host:port,host:port`"),
    /** The ready list of a queue in Redis lists. */
    REDIS_QUEUE("", "the Redis list of the jobs that wait, such as `jobs`; in a cluster with a hash tag, `{jobs}`"),
    /** Its retry list. */
    REDIS_QUEUE_RETRY("", "the list of jobs that were redriven; `NAME:retry` if unset"),
    /** Its dead list. */
    REDIS_QUEUE_DEAD("", "the list of jobs that failed; `NAME:dead` if unset"),
    /** The end where jobs are taken. */
    REDIS_QUEUE_TAKES("right", "the end where workers take jobs: `right` (LPUSH, BRPOP) or `left`"),
    /** When a redrive is counted. */
    REDIS_QUEUE_COUNTS(
            "moved", "when a job's redrive is counted: `moved`, or `taken` if only the library's workers take"),
    /** A stream. */
    REDIS_STREAM("", "the Redis stream of the jobs"),
    /** Its group. */
    REDIS_STREAM_GROUP("", "the consumer group of its workers"),
    /** Its dead stream. */
    REDIS_STREAM_DEAD("", "the stream of entries that were given up; `NAME:dead` if unset"),
    /** Deliveries after which an entry is dead. */
    REDIS_STREAM_MAX_DELIVERIES("5", "an entry delivered more often than this, and idle, counts as dead"),
    /** How long such an entry is idle. */
    REDIS_STREAM_IDLE("5m", "how long it must be idle for that"),
    /** The field that names a job. */
    REDIS_STREAM_ID_FIELD("", "the field that names a job whenever it is added; all fields together if unset"),
    /** A queue of BullMQ. */
    BULLMQ_QUEUE("", "the name of a queue of BullMQ"),
    /** Its prefix. */
    BULLMQ_PREFIX("bull", "what BullMQ's keys begin with"),
    /** Queues of Sidekiq. */
    SIDEKIQ_QUEUE("", "the names of queues of Sidekiq, with commas between"),
    /** Whether its retries are redriven. */
    SIDEKIQ_RETRY("false", "`true` redrives what waits for a retry of Sidekiq's own, too"),
    /** A queue of RQ. */
    RQ_QUEUE("", "the name of a queue of RQ"),
    /** Id of the plug-in for the fleet's board. */
    FLEET_BOARD("", "id of the plug-in where instances tell what they see, if there are several"),
    /** Id of the plug-in for leases. */
    LEASE_STORE("", "id of the lease store plug-in, if there are several"),
    /** Id of the plug-in for metrics. */
    METRICS_SOURCE("", "id of the metrics plug-in, if there are several"),
    /** Id of the plug-in for the queue. */
    QUEUE("", "id of the queue plug-in, if there are several"),
    /** Id of the plug-in for the worker pool. */
    WORKER_POOL("", "id of the worker pool plug-in, if there are several"),
    /** Id of the plug-in for the spend. */
    SPEND_SOURCE("", "id of the spend plug-in, if there are several"),
    /** Id of the plug-in for the flags. */
    FLAG_STORE("", "id of the flag store plug-in, if there are several"),
    /** Id of the plug-in for the fires of jobs. */
    FIRE_STORE("", "id of the plug-in that keeps which jobs ran, if there are several"),
    /** Id of the plug-in for the backup. */
    BACKUP("", "id of the backup plug-in, if there are several"),
    /** Id of the plug-in for summaries. */
    SUMMARY_CHANNEL("", "id of the plug-in that the summary goes to, if there are several"),
    /** Id of the plug-in for alerts. */
    ALERT_CHANNEL("", "id of the alert plug-in, if there are several"),
    /** Id of the plug-in for process rotation. */
    PROCESS_ROTATION("", "id of the process rotation plug-in, if there are several"),
    /** Id of the plug-in for the state. */
    STATE_STORE("", "id of the state store plug-in, if there are several");

    private static final Map<String, OpsSetting> BY_VARIABLE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(OpsSetting::variable, Function.identity()));

    private final String variable;
    private final String defaultValue;
    private final String meaning;

    OpsSetting(String defaultValue, String meaning) {
        this.variable = "OPS_" + name();
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    OpsSetting(String variable, String defaultValue, String meaning) {
        this.variable = variable;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** The environment variable. */
    public String variable() {
        return variable;
    }

    /** The system property that wins over the variable; empty for those that have none, so that no secret shows in ps. */
    public Optional<String> property() {
        return variable.startsWith("OPS_")
                ? Optional.of("levqor.ops." + name().toLowerCase(Locale.ROOT).replace('_', '.'))
                : Optional.empty();
    }

    /** The value if unset, as text; empty text if there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it means, in one line. */
    public String meaning() {
        return meaning;
    }

    /** The setting of an environment variable; empty if it is none of the library's. */
    public static Optional<OpsSetting> ofVariable(String variable) {
        return Optional.ofNullable(BY_VARIABLE.get(variable));
    }
}
