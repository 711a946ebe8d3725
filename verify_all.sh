#!/usr/bin/env bash
# Builds and tests everything, runs the example backend under load, and checks its routes from outside.
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
host_dir="$root/.."
url=""
json=""
results=()
stopped_at=""
build_only=false
passed=0
failed=0
skipped=0
work=""
backend=""

usage() {
    cat <<'T'
verify_all.sh: builds, tests, runs the example under load, and checks every route.

  ./verify_all.sh                   everything; needs a JDK 17 or later, and Maven
  ./verify_all.sh --build-only      builds and tests, no more
  ./verify_all.sh --host-dir DIR    also runs public_smoke.sh and verify_v6_2.sh of DIR (default: beside the repository)
  ./verify_all.sh --url URL         only the live checks, against a running backend (ADMIN_TOKEN in the environment);
                                    changes nothing there
  --json FILE                       with any of these: also writes the results to FILE, as JSON

Prints PASS, FAIL or SKIP a line, and a summary. Exits 0 if nothing failed, 1 if something did, 2 for a wrong argument.
T
}

while [[ $# -gt 0 ]]; do
    case "$1" in
        --help | -h) usage; exit 0 ;;
        --build-only) build_only=true; shift ;;
        --host-dir | --url | --json)
            if [[ $# -lt 2 || -z "$2" ]]; then
                echo "verify_all.sh: $1 needs a value" >&2
                exit 2
            fi
            case "$1" in
                --url) url="$2" ;;
                --json) json="$2" ;;
                *) host_dir="$2" ;;
            esac
            shift 2
            ;;
        *)
            echo "verify_all.sh: unknown argument '$1'; see --help" >&2
            exit 2
            ;;
    esac
done

if [[ -n "$json" ]] && ! : >"$json"; then
    echo "verify_all.sh: --json $json cannot be written" >&2
    exit 2
fi

# Counts a line that says PASS, FAIL or SKIP, and keeps it.
count() {
    results+=("$1")
    case "$1" in
        PASS*) passed=$((passed + 1)) ;;
        FAIL*) failed=$((failed + 1)) ;;
        SKIP*) skipped=$((skipped + 1)) ;;
    esac
}

pass() { echo "PASS $*"; count "PASS $*"; }
fail() { echo "FAIL $*"; count "FAIL $*"; }
skip() { echo "SKIP $*"; count "SKIP $*"; }

# Text as a string of JSON.
quoted() {
    local text="${1//\\/\\\\}"
    text="${text//\"/\\\"}"
    printf '"%s"' "$(tr '\000-\037' ' ' <<<"$text" | sed 's/ $//')"
}

results_as_json() {
    local ok=false separator="" line
    [[ $failed -eq 0 ]] && ok=true
    printf '{"ok":%s,"passed":%d,"failed":%d,"skipped":%d,' "$ok" "$passed" "$failed" "$skipped"
    if [[ -n "$stopped_at" ]]; then
        printf '"failed_at":%s,' "$(quoted "$stopped_at")"
    fi
    printf '"checks":['
    for line in "${results[@]}"; do
        printf '%s\n{"status":"%s","name":%s}' "$separator" "${line:0:4}" "$(quoted "${line:5}")"
        separator=","
    done
    printf ']}\n'
}

summary() {
    echo "verify_all: $passed passed, $failed failed, $skipped skipped"
    if [[ -n "$json" ]] && ! results_as_json >"$json"; then
        echo "verify_all.sh: --json $json cannot be written" >&2
        return 1
    fi
    [[ $failed -eq 0 ]]
}

stop_backend() {
    if [[ -n "$backend" ]] && kill -0 "$backend" 2>/dev/null; then
        kill "$backend" 2>/dev/null
        wait "$backend" 2>/dev/null
    fi
    if [[ -n "$work" ]]; then
        rm -rf "$work"
    fi
}
trap stop_backend EXIT
trap 'exit 130' INT TERM

give_up() {
    echo "FAILED @ $1"
    stopped_at="$1"
    summary
    exit 1
}

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
command -v "$java" >/dev/null || { fail "$java was not found: install a JDK 17 or later, or set JAVA_HOME"; give_up "tools"; }
command -v mvn >/dev/null || { fail "mvn was not found: install Maven 3.8 or later"; give_up "tools"; }

# Runs what prints a PASS, FAIL or SKIP line for each thing it checks, and counts them.
counted() {
    local name="$1"
    shift
    local lines
    lines="$("$@")"
    local code=$?
    echo "$lines"
    local line
    while IFS= read -r line; do
        count "$line"
    done < <(grep -E '^(PASS|FAIL|SKIP)' <<<"$lines")
    if [[ $code -ne 0 ]] && ! grep -q '^FAIL' <<<"$lines"; then
        fail "$name ended with exit code $code"
    fi
}

# The checks are classes of the example: --check URL for each route and key, --check-log FILE for an incident log.
checks() {
    counted "$1" "$root/examples/backend/run" "$@"
}

# Two users on three days, out of order: the figures below are counted by hand.
lab() {
    printf 'user_id,epoch_s\n7,172800\n7,0\n9,90000\n7,50\n' >"$work/events.csv"
    local code=0
    "$root/examples/lab/lab" retention --events "$work/events.csv" --out "$work/retention.csv" >"$work/lab.log" 2>&1 ||
        code=$?
    if [[ $code -ne 0 ]]; then
        cat "$work/lab.log"
        fail "lab retention ended with exit code $code"
        return
    fi
    local expected=$'day,dau,wau,mau,new,retained,resurrected,churned\n1970-01-01,1,1,1,1,0,0,0\n1970-01-02,1,2,2,1,0,0,0\n1970-01-03,1,2,2,0,1,0,0'
    if [[ "$(cat "$work/retention.csv")" == "$expected" ]]; then
        pass "lab retention counts a file"
    else
        cat "$work/retention.csv"
        fail "lab retention should have counted otherwise"
    fi
}

if [[ -n "$url" ]]; then
    checks --check "$url"
    summary
    exit $?
fi

# Two modules at a time: what depends on the SPI alone goes on beside the core, and the examples beside each other.
build() {
    mvn -B -ntp -T 2 -f "$root/pom.xml" clean verify
}

if build; then
    pass "build and tests on $("$java" -version 2>&1 | head -n 1)"
else
    fail "build and tests"
    give_up "build"
fi
if [[ "$build_only" == true ]]; then
    summary
    exit $?
fi

work="$(mktemp -d)"
lab
counted "the retention card" "$root/examples/levqor-site/run-tests"

log="$work/backend.log"
"$root/examples/backend/run" --port 0 --minutes 3 --data "$work/data" >"$log" 2>&1 &
backend=$!
# The log is followed rather than polled: the line comes, or the backend ends and so does tail.
address="$(timeout 300 tail --pid="$backend" -n +1 -f "$log" 2>/dev/null | sed -n '/^READY /{s///p;q}')"
if [[ -z "$address" ]]; then
    cat "$log"
    give_up "start of the example backend"
fi
pass "the example backend serves"

for script in public_smoke.sh verify_v6_2.sh; do
    if [[ ! -f "$host_dir/$script" ]]; then
        skip "$script: not in the host's folder"
    elif BASE_URL="$address" bash "$host_dir/$script"; then
        pass "$script"
    else
        fail "$script ended with exit code $?"
    fi
done

ADMIN_TOKEN="$(cat "$work/data/admin-token")" checks --check "$address" --act
counted "the retention card" "$root/examples/levqor-site/run-tests" \
    --live-only --url "$address" --token-file "$work/data/admin-token"

wait "$backend"
code=$?
backend=""
last="$(grep '^SUMMARY' "$log")"
echo "${last:-the example printed no summary}"
if [[ $code -eq 0 ]]; then
    pass "the example drains and ends by itself"
else
    fail "the example ended with exit code $code"
fi
scaled='[1-9][0-9]* scale-up.* [1-9][0-9]* cost freeze.* [1-9][0-9]* scale-down'
if [[ "$last" =~ $scaled ]]; then
    pass "it scaled up, froze, and scaled down"
else
    fail "it should have scaled up, frozen, and scaled down"
fi
recovered='[1-9][0-9]* recovery.* [1-9][0-9]* failed, [1-9][0-9]* redriven, [1-9][0-9]* recovered, [1-9][0-9]* quarantined'
if [[ "$last" =~ $recovered && "$last" == *", 0 lost, 0 done twice"* ]]; then
    pass "what failed was redriven, poison is in quarantine, and nothing was lost"
else
    fail "what failed should have been redriven, poison put into quarantine, and nothing lost"
fi
checks --check-log "$work/data/logs/incidents.log"
if [[ $failed -gt 0 ]]; then
    cat "$log"
fi
summary
