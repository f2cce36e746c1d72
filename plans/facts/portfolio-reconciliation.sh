#!/usr/bin/env bash
# Builds the history behind plans/portfolio-reconciliation.yaml in a scratch repository.
# Every name and date is fixed, so that the same script gives the same commit ids.
#
#   plans/facts/portfolio-reconciliation.sh FOLDER     leaves the repository in FOLDER
#   callsheet --plan plans/portfolio-reconciliation.yaml facts --repo engine=FOLDER --to plans/facts/portfolio-reconciliation.json
set -euo pipefail
repository=${1:?a folder for the scratch repository}
mkdir -p "$repository"
cd "$repository"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null TZ=Europe/Berlin
git init --quiet --initial-branch=main .

as() { # NAME MAIL
  export GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$2 GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$2
}

commit() { # "DAY TIME" SUBJECT [BODY] [TRAILERS]
  local message=$2
  [ -z "${3:-}" ] || message+=$'\n\n'$3
  [ -z "${4:-}" ] || message+=$'\n\n'"Plan-Ref: portfolio-reconciliation"$'\n'$4
  git add --all
  GIT_AUTHOR_DATE="2025-$1 +0100" GIT_COMMITTER_DATE="2025-$1 +0100" \
    git commit --quiet --allow-empty --cleanup=verbatim --message "$message"
}

result() { # CRITERION TIME COMMAND MILLISECONDS OUTPUT [MORE FIELDS]
  mkdir -p results/portfolio-reconciliation
  cat > "results/portfolio-reconciliation/$1.json" <<END
{
  "format": 1,
  "plan": "portfolio-reconciliation",
  "criterion": "$1",
  "outcome": "pass",
  "command": "$3",
  "ended": { "exit": 0 },
  "milliseconds": $4,
  "at": "2025-10-30T$2+01:00",
  "commit": "$(git rev-parse HEAD)",
  "dirty": false,${6:-}
  "output": ["$5"]
}
END
}

tests() { # CATEGORY NAME...
  local category=$1 name
  shift
  for name in "$@"; do
    printf '#[test]\nfn %s_%s() {\n    check("%s");\n}\n\n' "$category" "$name" "$name"
  done
}

lines() { # WORD COUNT
  seq -f "// $1 %g" 1 "$2"
}

as "Mara Lindqvist" mara@example.org
mkdir -p src/domain/services src/application/actors src/persistence tests tools docs/sessions benches
lines engine 40 > src/lib.rs
lines config 30 > src/config.rs
lines application 12 > src/application/mod.rs
printf '[package]\nname = "engine"\n' > Cargo.toml
printf '# Engine\n\nTrades on several exchanges.\n' > README.md
printf '#[test]\nfn an_order_is_screened() {}\n' > tests/order_screening.rs
commit "10-29T17:30:00" "feat(screening): refuse orders that break a limit"
change=openspec/changes/add-portfolio-reconciliation
mkdir -p "$change/specs/portfolio-reconciliation"
printf '# Proposal\n\nNobody notices today when a balance is wrong.\n' > "$change/proposal.md"
printf '# Design\n\nA service behind a trait, run by an actor.\n' > "$change/design.md"
printf '# Tasks\n\n- [ ] 1.1 write the tests\n' > "$change/tasks.md"
lines requirement 60 > "$change/specs/portfolio-reconciliation/spec.md"
commit "10-30T14:40:00" "docs(reconciliation): propose portfolio reconciliation" "Approved by the product owner at 14:55."

git switch --quiet --create feat/add-portfolio-reconciliation
as "Test Writer" test-writer@example.org
commit "10-30T15:07:00" "docs(reconciliation): list the scenarios of the specification" \
  "24 scenarios in 5 groups; the list is in the body of the test file." "Plan-Phase: RED
Plan-Agent: test-writer
Plan-Task: red-read done
Plan-Spent: 7m"
mkdir -p tests/support
lines "mock exchange" 64 > tests/support/mock_exchange.rs
commit "10-30T15:13:00" "test(reconciliation): mock an exchange" "" "Plan-Phase: RED
Plan-Agent: test-writer
Plan-Task: red-types
Plan-Decision: the mock answers from a script, so that a test can let it be late or wrong
Plan-Spent: 6m"
printf '// the types of reconciliation, all empty\n' > src/domain/services/portfolio_reconciliation.rs
commit "10-30T15:18:00" "test(reconciliation): name the types, without code" "" "Plan-Phase: RED
Plan-Agent: test-writer
Plan-Task: red-types done
Plan-Spent: 5m"
{
  printf '//! What portfolio reconciliation must do.\n\nmod support;\n\n'
  tests fetching one_exchange two_exchanges_at_once no_balance free_and_locked all_decimals
  tests detection equal above below only_exchange only_engine
  tests logic corrected audited open_order two_at_once second_cycle
  tests errors tried_again goes_on malformed full_audit_log rejected
  tests actor interval on_demand no_overlap whole_cycle
} > tests/portfolio_reconciliation_e2e.rs
commit "10-30T15:44:00" "test(reconciliation): say what portfolio reconciliation must do" \
  "Every test compiles against the empty types and fails at its assertion." "Plan-Phase: RED
Plan-Agent: test-writer
Plan-Task: red-tests done
Plan-Spent: 26m"
result red-compiles 15:46:02 "cargo test reconciliation --no-run" 8130 "Finished test profile in 8.1 s"
result red-rest-green 15:46:20 "cargo test -- --skip reconciliation" 21400 "test result: ok. 150 passed; 0 failed"
result red-spec 15:46:50 "./tools/spec-coverage add-portfolio-reconciliation" 90 "24 scenarios, 0 missing" '
  "expected": { "text": "0 missing", "found": true },'
commit "10-30T15:49:00" "test(reconciliation): record why each test fails" "" "Plan-Phase: RED
Plan-Agent: test-writer
Plan-Task: red-run done
Plan-Measure: failing=24/24
Plan-Spent: 5m
Plan-Next: start with detection; its tests need no exchange"

as "Implementer" implementer@example.org
mkdir -p src/domain/services/reconciliation
lines detection 88 > src/domain/services/reconciliation/detection.rs
lines correction 71 > src/domain/services/reconciliation/correction.rs
lines service 120 > src/domain/services/portfolio_reconciliation.rs
commit "10-30T16:21:00" "feat(reconciliation): find and correct discrepancies" "" "Plan-Phase: GREEN
Plan-Agent: implementer
Plan-Task: green-domain done
Plan-Spent: 32m"
lines "spot exchange" 52 > src/domain/services/reconciliation/spot.rs
lines "derivatives exchange" 58 > src/domain/services/reconciliation/derivatives.rs
commit "10-30T16:43:00" "feat(reconciliation): fetch balances from each exchange" "" "Plan-Phase: GREEN
Plan-Agent: implementer
Plan-Task: green-exchanges done
Plan-Deviation: locked amounts of the derivatives exchange come from its margin report, since its balances leave them out
Plan-Spent: 22m"
lines errors 47 > src/domain/services/reconciliation/errors.rs
lines "audit log" 83 > src/persistence/reconciliation_audit.rs
commit "10-30T17:02:00" "feat(reconciliation): try again, give up and report" "" "Plan-Phase: GREEN
Plan-Agent: implementer
Plan-Task: green-errors done
Plan-Spent: 19m"
lines actor 76 > src/application/actors/reconciliation_actor.rs
lines application 14 > src/application/mod.rs
lines config 44 > src/config.rs
commit "10-30T17:26:00" "feat(reconciliation): run cycles in an actor of the engine" "" "Plan-Phase: GREEN
Plan-Agent: implementer
Plan-Task: green-actor done
Plan-Spent: 24m"
result green-rest 17:29:10 "cargo test" 24100 "test result: ok. 174 passed; 0 failed"
result green-tests-same 17:29:40 "git diff --exit-code ':/record why each test fails' -- tests" 12 ""
result green-defaults 17:29:50 "./tools/start --check-config" 310 "configuration is complete"
result green-off 17:30:10 "cargo test reconciliation_disabled" 2900 "test result: ok. 1 passed; 0 failed"
commit "10-30T17:32:00" "feat(reconciliation): compare balances with each exchange and correct them" \
  "All 24 tests of the change pass, and the 150 others." "Plan-Phase: GREEN
Plan-Agent: implementer
Plan-Task: green-run done
Plan-Measure: tests=24/24
Plan-Spent: 6m
Plan-Lesson: ask each exchange what its balances leave out before the mock is written"

as "Reviewer" reviewer@example.org
lines service 112 > src/domain/services/portfolio_reconciliation.rs
lines correction 58 > src/domain/services/reconciliation/correction.rs
commit "10-30T17:50:00" "refactor(reconciliation): say once how amounts are compared" "" "Plan-Phase: REFACTOR
Plan-Agent: reviewer
Plan-Task: refactor-read done
Plan-Task: refactor-doubles done
Plan-Spent: 14m"
lines benchmark 33 > benches/reconciliation.rs
commit "10-30T18:01:00" "test(reconciliation): measure a cycle under load" \
  "The audit log keeps a day of corrections in memory; a page of it would do." "Plan-Phase: REFACTOR
Plan-Agent: reviewer
Plan-Task: refactor-measure done
Plan-Measure: cycle=1.4s
Plan-Measure: fetch=0.62s
Plan-Measure: memory=11.5MB
Plan-Measure: coverage=86%
Plan-Blocker: memory is over its limit while a whole day of corrections is kept
Plan-Spent: 9m"
lines detection 96 > src/domain/services/reconciliation/detection.rs
printf '# Settings of reconciliation\n\nFour, each with its default.\n' > docs/reconciliation.md
commit "10-30T18:12:00" "refactor(reconciliation): name things as the specification does and document them" "" "Plan-Phase: REFACTOR
Plan-Agent: reviewer
Plan-Task: refactor-names done
Plan-Task: refactor-docs done
Plan-Spent: 11m"
result all-green 18:13:05 "cargo test reconciliation" 9200 "test result: ok. 24 passed; 0 failed" '
  "expected": { "text": "24 passed", "found": true },'
result formatted 18:13:20 "cargo fmt --check" 400 ""
result linted 18:13:30 "cargo clippy --all-targets -- --deny warnings" 11800 "Finished dev profile in 11.8 s"
result documented 18:13:50 "cargo doc --no-deps" 6100 "Generated target/doc/engine/index.html"
result linear 18:14:00 "git rev-list --merges --count main..HEAD" 5 "0" '
  "expected": { "text": "0", "found": true },'
commit "10-30T18:15:00" "test(reconciliation): record the checks of the quality gate" \
  "One nice criterion does not hold: memory." "Plan-Phase: REFACTOR
Plan-Agent: reviewer
Plan-Gate: gate-quality CONDITIONAL - memory is 11.5 MB
Plan-Spent: 3m
Plan-Next: merge, archive the change, and propose a smaller audit cache"
