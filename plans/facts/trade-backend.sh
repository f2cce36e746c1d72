#!/usr/bin/env bash
# Builds the history behind plans/trade-backend.yaml in a scratch repository and reads its facts.
# Every name and date is fixed, so that the same script gives the same commit ids.
#
#   plans/facts/trade-backend.sh FOLDER     leaves the repository in FOLDER
#   callsheet facts --plan plans/trade-backend.yaml --repo trade=FOLDER --to plans/facts/trade-backend.json
set -euo pipefail
repository=${1:?a folder for the scratch repository}
mkdir -p "$repository"
cd "$repository"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null TZ=Europe/Berlin
git init --quiet --initial-branch=main .

as() { # NAME MAIL
  export GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$2 GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$2
}
mara() { as "Mara Lindqvist" mara@example.org; }
agent() { as "Migration Agent" agent@example.org; }

commit() { # "DAY TIME" SUBJECT [BODY] [TRAILERS]
  local message=$2
  [ -z "${3:-}" ] || message+=$'\n\n'$3
  [ -z "${4:-}" ] || message+=$'\n\n'$4
  git add --all
  GIT_AUTHOR_DATE="2026-$1 +0100" GIT_COMMITTER_DATE="2026-$1 +0100" \
    git commit --quiet --allow-empty --cleanup=verbatim --message "$message"
}

ids=(survey configuration code dockerfile image compose start component-tests integration-tests validation)

files() { # SERVICE STEP PORT
  local service=$1 port=$3 folder=services/$1
  mkdir -p "$folder/src" "$folder/tests" docs/survey docs/bench tests/integration
  case $2 in
    1) printf '# %s today\n\n- input: order bus\n- output: order bus, journal\n- settings: 11\n' "$service" > "docs/survey/$service.md" ;;
    2) printf 'service: %s\nport: %s\nlog: json\nbus: amqp://bus\n' "$service" "$port" > "$folder/config.yaml"
       printf '%s_KEY=\n' "${service^^}" >> .env.example ;;
    3) seq -f "line_%g = $port" 1 "$((port % 97 + 40))" > "$folder/src/main.py"
       printf 'from .main import *\n' > "$folder/src/__init__.py" ;;
    4) printf 'FROM trade/base\nUSER app\nCOPY src /app\nHEALTHCHECK CMD curl -f localhost:%s/health\n' "$port" > "$folder/Dockerfile" ;;
    5) printf 'tests\n*.pyc\n' > "$folder/.dockerignore" ;;
    6) printf '  %s:\n    build: %s\n    ports: ["%s:%s"]\n' "$service" "$folder" "$port" "$port" >> compose.yaml ;;
    7) printf 'start: healthy after 9 s\n' > "$folder/START.txt" ;;
    8) seq -f 'def test_%g(): assert True' 1 "$((port % 7 + 6))" > "$folder/tests/test_component.py" ;;
    9) printf 'def test_%s_with_its_neighbours(): assert True\n' "$service" > "tests/integration/test_$service.py" ;;
    10) printf '# %s under load\n\nOne hour, recorded morning.\n' "$service" > "docs/bench/$service.md" ;;
  esac
}

titles=("survey what runs today" "create the configuration" "bring the code over" "check the Dockerfile" "build the image"
  "check the compose entry" "start the service" "run the component tests" "run the integration tests" "pass the service gate")

step() { # "DAY TIME" PHASE SERVICE PORT STEP SPENT [MORE TRAILERS] [BODY]
  local type=feat
  case $5 in 1) type=docs ;; 8|9|10) type=test ;; 5|6) type=build ;; esac
  files "$3" "$5" "$4"
  local trailers="Plan-Ref: trade-backend
Plan-Phase: $2
Plan-Service: $3
Plan-Step: $5/10 ${ids[$5 - 1]} done
Plan-Spent: $6"
  [ -z "${7:-}" ] || trailers+=$'\n'$7
  commit "$1" "$type($3): ${titles[$5 - 1]}" "${8:-}" "$trailers"
}

mara
mkdir -p legacy/{risk,oms,exeq,ptrc,pnl,hot_cache,questdb_writer,feast,execution_quality} tools
for service in legacy/*; do seq -f 'legacy line %g' 1 30 > "$service/service.py"; done
printf 'services:\n' > compose.yaml
printf 'test:\n\t./tools/run-tests\n' > Makefile
printf '#!/bin/sh\nexit 0\n' > tools/run-tests
commit "02-27T16:20:00" "chore: start from the legacy deployment"
prompt() { # NAME LINES TITLE
  { printf '# %s\n\n' "$3"; seq -f 'Line %g of what an agent is told, and of how it is checked.' 3 "$2"; } > "instructions/$1.md"
}
mkdir instructions
prompt PHASE2A_PROMPT 463 "Critical services"
prompt PHASE2B_PROMPT 487 "Data services"
prompt PHASE2_FINAL_VALIDATION_PROMPT 597 "Final validation"
commit "02-27T18:10:00" "docs(instructions): write a prompt for each phase" "Each stands for itself: who reads it has seen nothing else."
prompt PHASE2_MASTER_INDEX 339 "Master index"
commit "02-27T19:20:00" "docs(instructions): list the prompts, their order and their sums"
GIT_COMMITTER_DATE="2026-02-27T19:21:00 +0100" git tag --annotate pre-migration --message "Before the migration"

git switch --quiet --create feature/phase-2a
agent
step "03-02T09:10:00" 2A risk 8103 1 25m
step "03-02T09:40:00" 2A risk 8103 2 30m
step "03-02T10:50:00" 2A risk 8103 3 1h10m "Plan-Decision: limits stay in a file and are not moved to the database" \
  "The loader reads the file once, as the legacy engine does."
step "03-02T11:10:00" 2A risk 8103 4 20m
step "03-02T11:35:00" 2A risk 8103 5 25m
step "03-02T12:40:00" 2A risk 8103 6 20m
step "03-02T13:10:00" 2A risk 8103 7 30m
step "03-02T13:50:00" 2A risk 8103 8 40m
step "03-02T14:40:00" 2A risk 8103 9 50m
step "03-02T15:30:00" 2A risk 8103 10 50m "Plan-Measure: p50=1.2ms"
step "03-03T09:05:00" 2A oms 8099 1 35m
step "03-03T09:45:00" 2A oms 8099 2 40m
step "03-03T11:50:00" 2A oms 8099 3 2h05m "Plan-Deviation: two dead order types were left behind, with their tests" \
  "Nothing has sent them since 2024; the survey lists both."
step "03-03T12:40:00" 2A oms 8099 4 25m
step "03-03T13:10:00" 2A oms 8099 5 30m
step "03-03T13:40:00" 2A oms 8099 6 30m
step "03-03T14:30:00" 2A oms 8099 7 50m
step "03-04T09:00:00" 2A oms 8099 8 1h
step "03-04T10:10:00" 2A oms 8099 9 1h10m
step "03-04T11:00:00" 2A oms 8099 10 50m "Plan-Measure: p50=7.8ms
Plan-Measure: p99=56ms" "The tail is over its limit; the journal flushes on every order."
seq -f 'flush every %g ms' 5 5 >> services/oms/config.yaml
commit "03-04T12:10:00" "fix(oms): flush the journal in groups" "A group is written after 5 ms or 64 orders, whichever comes first." "Plan-Ref: trade-backend
Plan-Phase: 2A
Plan-Service: oms
Plan-Measure: p50=6.9ms
Plan-Measure: p99=38ms
Plan-Spent: 1h
Plan-Lesson: measure the tail before the median; the median hid the flush"
step "03-04T13:00:00" 2A exeq 8095 1 30m
step "03-04T13:35:00" 2A exeq 8095 2 35m
step "03-04T15:00:00" 2A exeq 8095 3 1h25m
step "03-04T15:25:00" 2A exeq 8095 4 25m
step "03-05T09:00:00" 2A exeq 8095 5 20m
step "03-05T09:20:00" 2A exeq 8095 6 20m
step "03-05T09:55:00" 2A exeq 8095 7 35m
step "03-05T10:35:00" 2A exeq 8095 8 40m
step "03-05T11:25:00" 2A exeq 8095 9 50m
step "03-05T12:05:00" 2A exeq 8095 10 40m
mkdir -p docs/gates
printf '# Gate 2A\n\nrisk p50 1.2 ms, oms p50 6.9 ms, oms p99 38 ms\n' > docs/gates/2a.md
commit "03-05T12:40:00" "test: check gate gate-2a" "Every check ran on the state of this commit." "Plan-Ref: trade-backend
Plan-Phase: 2A
Plan-Check: order-flow pass 240 orders filled
Plan-Check: journal pass
Plan-Gate: gate-2a PASS
Plan-Evidence: docs/gates/2a.md
Plan-Next: start phase 2B with the position tracker"
git switch --quiet main
mara
GIT_AUTHOR_DATE="2026-03-05T15:00:00 +0100" GIT_COMMITTER_DATE="2026-03-05T15:00:00 +0100" \
  git merge --quiet --no-ff --message "Merge pull request #41 from platform/feature/phase-2a" feature/phase-2a

git switch --quiet --create feature/phase-2b
agent
step "03-09T09:00:00" 2B ptrc 8104 1 20m
step "03-09T09:25:00" 2B ptrc 8104 2 25m
step "03-09T10:20:00" 2B ptrc 8104 3 55m
step "03-09T10:40:00" 2B ptrc 8104 4 20m
step "03-09T11:00:00" 2B ptrc 8104 5 20m
step "03-09T11:15:00" 2B ptrc 8104 6 15m
step "03-09T11:40:00" 2B ptrc 8104 7 25m
step "03-09T12:45:00" 2B ptrc 8104 8 30m
step "03-09T13:20:00" 2B ptrc 8104 9 35m
step "03-09T14:00:00" 2B ptrc 8104 10 40m
commit "03-09T14:30:00" "test(ptrc): compare positions with the legacy system" "" "Plan-Ref: trade-backend
Plan-Phase: 2B
Plan-Service: ptrc
Plan-Check: positions-match pass 0 differences
Plan-Spent: 30m"
step "03-10T09:00:00" 2B pnl 8105 1 15m
step "03-10T09:20:00" 2B pnl 8105 2 20m
step "03-10T10:10:00" 2B pnl 8105 3 50m
step "03-10T10:25:00" 2B pnl 8105 4 15m
step "03-10T10:40:00" 2B pnl 8105 5 15m
step "03-10T10:55:00" 2B pnl 8105 6 15m
step "03-10T11:15:00" 2B pnl 8105 7 20m
step "03-10T12:30:00" 2B hot_cache 8106 1 10m
step "03-10T12:40:00" 2B hot_cache 8106 2 10m
step "03-10T13:10:00" 2B hot_cache 8106 3 30m "Plan-Decision: the cache evicts by age and not by use"
step "03-10T13:20:00" 2B hot_cache 8106 4 10m
step "03-10T13:30:00" 2B hot_cache 8106 5 10m
git mv services/ptrc/START.txt services/ptrc/START.md
printf 'checked again after the replay\n' >> services/ptrc/START.md
commit "03-11T09:40:00" "test(ptrc): replay a day with corporate actions" "The replay of 27 February has a split; the tracker books it twice." "Plan-Ref: trade-backend
Plan-Phase: 2B
Plan-Service: ptrc
Plan-Step: 9/10 integration-tests blocked
Plan-Check: positions-match fail 3 differences after a split
Plan-Gate: gate-2b FAIL
Plan-Spent: 1h10m
Plan-Blocker: the split is announced by two feeds, and nobody has said which one counts
Plan-Next: ask the data team which feed is the right one, then repeat step 9 of ptrc"
rm services/hot_cache/.dockerignore
step "03-11T10:20:00" 2B hot_cache 8106 6 20m
