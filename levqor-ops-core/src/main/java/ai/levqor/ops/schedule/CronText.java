package ai.levqor.ops.schedule;

import static com.cronutils.model.field.CronFieldName.DAY_OF_MONTH;
import static com.cronutils.model.field.CronFieldName.DAY_OF_WEEK;
import static com.cronutils.model.field.CronFieldName.HOUR;
import static com.cronutils.model.field.CronFieldName.MINUTE;
import static com.cronutils.model.field.CronFieldName.MONTH;
import static java.util.Objects.requireNonNull;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronField;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.parser.CronParser;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads lines of crontab. cron-utils knows names and limits of the fields; what it lets pass beyond crontab (steps after
 * steps, several lines in one, letters such as {@code L}) is refused before.
 */
final class CronText {
    private static final List<CronFieldName> FIELDS = List.of(MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK);

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final String VALUE = "([0-9]{1,2}|[A-Z]{3})";
    private static final String ITEM = "(\\*(/[0-9]{1,2})?|" + VALUE + "(-" + VALUE + "(/[0-9]{1,2})?)?)";
    private static final Pattern FIELD = Pattern.compile(ITEM + "(," + ITEM + ")*");

    /** The library takes this for a 7, with which no range can begin. */
    private static final Pattern FROM_SUNDAY = Pattern.compile("\\bSUN-");

    private static final int HOURS = 24;
    private static final int SUNDAY = 7;

    private CronText() {}

    /** In capitals, with one space between fields. */
    static String tidy(String expression) {
        return SPACE.matcher(expression.strip()).replaceAll(" ").toUpperCase(Locale.ROOT);
    }

    /** Takes a tidy line apart. */
    static CronLine parse(String line) {
        var fields = List.of(line.split(" "));
        if (fields.size() != FIELDS.size()) {
            throw refused(
                    line, "has 5 fields, minute, hour, day of month, month, day of week, and not " + fields.size());
        }
        for (var field : fields) {
            if (!FIELD.matcher(field).matches()) {
                throw refused(
                        line,
                        "has *, numbers, names, ranges 1-5, and steps */5 or 1-9/2 after * or a range, in lists, and not "
                                + field);
            }
        }
        var read = read(line);
        var hours = values(HOUR, read);
        var weekdays = values(DAY_OF_WEEK, read);
        weekdays.set(SUNDAY, weekdays.get(0) || weekdays.get(SUNDAY));
        return new CronLine(
                values(MINUTE, read),
                hours,
                hours.cardinality() < HOURS && !fields.get(1).contains("/"),
                values(DAY_OF_MONTH, read),
                values(MONTH, read),
                weekdays,
                !fields.get(2).startsWith("*") && !fields.get(4).startsWith("*"));
    }

    private static Map<CronFieldName, CronField> read(String line) {
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        try {
            return parser.parse(FROM_SUNDAY.matcher(line).replaceAll("0-")).retrieveFieldsAsMap();
        } catch (IllegalArgumentException e) {
            var why = e.getMessage();
            throw new IllegalArgumentException(message(line, "keeps the limits of its fields: " + why), e);
        }
    }

    private static BitSet values(CronFieldName name, Map<CronFieldName, CronField> fields) {
        var field = requireNonNull(fields.get(name));
        var range = field.getConstraints();
        var values = new BitSet();
        add(field.getExpression(), range.getStartRange(), range.getEndRange(), values);
        return values;
    }

    private static void add(FieldExpression expression, int least, int most, BitSet values) {
        if (expression instanceof And list) {
            list.getExpressions().forEach(one -> add(one, least, most, values));
        } else if (expression instanceof Every step) {
            var every = new BitSet();
            add(step.getExpression(), least, most, every);
            var first = every.nextSetBit(0);
            every.stream()
                    .filter(value -> (value - first) % step.getPeriod().getValue() == 0)
                    .forEach(values::set);
        } else if (expression instanceof Between range) {
            values.set(number(range.getFrom()), number(range.getTo()) + 1);
        } else if (expression instanceof Always) {
            values.set(least, most + 1);
        } else {
            values.set(((On) expression).getTime().getValue());
        }
    }

    private static int number(FieldValue<?> value) {
        return (Integer) value.getValue();
    }

    private static IllegalArgumentException refused(String line, String rule) {
        return new IllegalArgumentException(message(line, rule));
    }

    private static String message(String line, String rule) {
        return "a line of cron " + rule + ", in \"" + line + "\"; an example is 0 9 * * MON-FRI";
    }
}
