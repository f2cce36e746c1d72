#!/usr/bin/env bash
# Builds four of the nine repositories behind plans/trading-platform.yaml and the session of 10 October in them.
# Every name and date is fixed, so that the same script gives the same commit ids.
#
#   plans/facts/trading-platform.sh FOLDER     leaves the repositories in FOLDER
#   callsheet facts --plan plans/trading-platform.yaml --to plans/facts/trading-platform.json \
#     --repo simulator-ui-js=FOLDER/simulator-ui-js --repo protobuf-schemas=FOLDER/protobuf-schemas \
#     --repo market-data-simulator-go=FOLDER/market-data-simulator-go --repo risk-monitor-py=FOLDER/risk-monitor-py
set -euo pipefail
folder=${1:?a folder for the scratch repositories}
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null TZ=Europe/London
export GIT_AUTHOR_NAME="Noor Haddad" GIT_AUTHOR_EMAIL=noor@example.org
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

repository() { # NAME
  mkdir -p "$folder/$1"
  cd "$folder/$1"
  git init --quiet --initial-branch=main .
}

dated() { # "DAY TIME" COMMAND...
  local at="2025-$1 +0100"
  shift
  GIT_AUTHOR_DATE=$at GIT_COMMITTER_DATE=$at "$@"
}

commit() { # "DAY TIME" SUBJECT [BODY] [TRAILERS]
  local at=$1 message=$2
  [ -z "${3:-}" ] || message+=$'\n\n'$3
  [ -z "${4:-}" ] || message+=$'\n\n'"Plan-Ref: trading-platform"$'\n'$4
  git add --all
  dated "$at" git commit --quiet --allow-empty --cleanup=verbatim --message "$message"
}

tasks() { # ID...
  printf 'Plan-Task: %s done\n' "$@"
}

lines() { # COUNT FILE TEXT
  mkdir -p "$(dirname "$2")"
  seq -f "$3 %g" 1 "$1" >> "$2"
}

cases() { # COUNT FILE SUBJECT
  mkdir -p "$(dirname "$2")"
  local number
  for number in $(seq "$1"); do
    printf 'it("%s, case %d", async () => {\n  const source = new FakeEventSource();\n  source.open();\n' "$3" "$number"
    printf '  source.emit(%d);\n  await settled();\n  expect(source.seen).toContain(%d);\n  source.close();\n});\n\n' "$number" "$number"
  done >> "$2"
}

# The schemas, and the skills that every session loads. The form of events is agreed on before anybody sends one.
repository protobuf-schemas
lines 40 proto/market.proto "// market"
lines 30 proto/risk.proto "// risk"
printf 'generate-go:\n\tbuf generate --template go.yaml\ngenerate-python:\n\tbuf generate --template python.yaml\n' > Makefile
for skill in go-development python-development typescript-development docker-deployment security-audit testing-protocols; do
  lines 12 "skills/$skill/README.md" "- $skill, rule"
done
commit "09-12 10:00:00" "chore: keep schemas and skills in one place"
git switch --quiet --create feature/sse-implementation
lines 24 proto/stream.proto "// streamed event, field"
commit "10-10 10:05:00" "feat(stream): describe streamed prices, positions and risk figures" \
  "Every event has an id, so that a reader can resume after the last one it saw." \
  "$(tasks interface-decision http-interface)"
lines 60 gen/go/stream.pb.go "// generated"
lines 45 gen/python/stream_pb2.py "# generated"
commit "10-10 10:25:00" "chore(gen): generate code for Go and Python" "" "$(tasks generate-code)"
git switch --quiet main
dated "10-10 11:10:00" git merge --quiet --no-ff feature/sse-implementation \
  --message "Merge pull request #31 from platform/feature/sse-implementation" \
  --message "Plan-Ref: trading-platform
Plan-Task: schema-order done"

# The user interface: three weeks of pages, then the session.
repository simulator-ui-js
lines 30 README.md "line"
for page in page market/page trading/page risk/page; do lines 80 "src/app/$page.tsx" "// page"; done
lines 20 package.json "//"
commit "09-16 15:00:00" "feat(app): show market, trading and risk with data made in the browser" "" "$(tasks ui-pages ui-mock-data)"
for adapter in market-data trading; do lines 120 "src/infrastructure/adapters/rest-$adapter.ts" "// adapter"; done
cases 12 tests/infrastructure/rest-adapters.test.ts "an adapter maps what a service says"
commit "09-26 16:30:00" "feat(adapters): read every page's data from the services" "" "$(tasks ui-adapters)"
git switch --quiet --create feature/sse-implementation
lines 40 docs/SSE-IMPLEMENTATION.md "- plan, line"
commit "10-10 09:20:00" "docs(sse): write down what the session is to reach" \
  "One sentence, the repositories that it touches, and what crosses their borders." \
  "$(tasks load-configuration assess-state define-outcome identify-components cross-dependencies new-service name-branch create-branches track-branches repository-todo task-dependencies deploy-services)
Plan-Decision: one stream carries all assets of a page, since a browser opens six connections to a host at most"
cases 32 tests/infrastructure/sse-client.test.ts "the client"
commit "10-10 11:40:00" "test(sse): say what the client has to do" "It fails, for there is no client yet." "$(tasks load-language-skill)"
lines 240 src/infrastructure/utils/sse-client.ts "// client"
commit "10-10 12:50:00" "feat(sse): reconnect to streams on their own" \
  "The pause grows from half a second to half a minute. An event that cannot be read is counted and skipped." \
  "Plan-Phase: 8
$(tasks sse-client sse-client-tests test-first)
Plan-Spent: 1h10m"
cases 21 tests/infrastructure/rest-market-data-sse.test.ts "streamed prices"
lines 90 src/infrastructure/adapters/rest-market-data.ts "// streamed"
for page in page market/page; do lines 14 "src/app/$page.tsx" "// streamed"; done
commit "10-10 14:15:00" "feat(adapters): read prices from the stream" \
  "A page polls again after eight tries, and comes back to the stream once it answers." \
  "Plan-Phase: 8
$(tasks market-data-adapter layers)
Plan-Spent: 45m"
lines 180 src/infrastructure/adapters/rest-risk-monitor.ts "// risk adapter"
lines 30 src/infrastructure/adapters/rest-trading.ts "// streamed"
for page in trading/page risk/page; do lines 16 "src/app/$page.tsx" "// streamed"; done
commit "10-10 15:05:00" "feat(adapters): read risk figures and positions from the stream" \
  "Not tried against the real service, which does not stream yet." \
  "Plan-Blocker: no service serves a stream yet, so every page falls back to polling
Plan-Next: build the endpoint of the market data simulator"
lines 8 src/infrastructure/utils/sse-client.ts "// smaller"
commit "10-10 15:30:00" "refactor(sse): keep the pause between two tries in one place" "" \
  "$(tasks test-levels coverage-targets run-tests refactor-decision refactor-steps audit-security continuous-integration concerns)
Plan-Service: simulator-ui
Plan-Measure: first_paint=1.4s"
lines 370 docs/SSE-IMPLEMENTATION.md "- how it works, line"
lines 60 docs/IMPLEMENTATION-SUMMARY.md "- what was built, line"
lines 12 README.md "- streams, line"
commit "10-10 16:20:00" "docs(sse): tell those who build the services what the client reads" "" "$(tasks readme pr-document)"
commit "10-10 17:05:00" "test: check the whole platform" "Everything ran from nothing; prices were polled, as no service streams yet." \
  "Plan-Phase: 13
$(tasks start-platform ecosystem readiness)
Plan-Measure: healthy=8/8
Plan-Measure: uptime=99.95%
Plan-Measure: price_age=84ms
Plan-Check: tests-green pass 8 repositories
Plan-Check: integration-green pass
Plan-Check: secure pass 0 findings
Plan-Lesson: agree on the form of events first; the client was written once"
commit "10-10 17:30:00" "chore: hand the change over" "" "$(tasks write-commits push-branches open-pull-requests)"

# The endpoint for prices has begun, beside an experiment that nobody planned.
repository market-data-simulator-go
lines 90 internal/prices/source.go "// source"
lines 40 internal/prices/source_test.go "// test"
commit "09-10 11:00:00" "feat(prices): make and replay prices"
git branch try-websockets
git switch --quiet --create feature/sse-prices
lines 70 internal/stream/server.go "// server"
commit "10-13 10:00:00" "feat(stream): serve prices of several assets" "" "Plan-Phase: 8"
printf 'func TestASlowReaderIsDropped(t *testing.T) {\n}\n\nfunc TestEventsHaveIds(t *testing.T) {\n}\n' > internal/stream/server_test.go
commit "10-13 11:30:00" "test(stream): drop readers that are too slow" "" "Plan-Phase: 8
Plan-Task: prices-endpoint blocked
Plan-Blocker: the client resumes by event id, and a replayed day gives the same ids again"
git switch --quiet main
lines 6 internal/prices/source.go "// mended"
commit "10-14 09:00:00" "fix(prices): keep the last price over a restart"

# Here the branch holds no more than what the endpoint is to answer.
repository risk-monitor-py
lines 70 risk/figures.py "# figure"
lines 30 tests/test_figures.py "# test"
commit "09-18 10:00:00" "feat(risk): compute figures and raise alerts"
git switch --quiet --create feature/sse-risk
lines 30 docs/stream.md "- the endpoint, line"
commit "10-13 16:00:00" "docs(stream): say what the endpoint answers"
git switch --quiet main
