#!/usr/bin/env bash
# Builds the repository that plans/trading-adapter-v2.yaml starts from: what earlier adapters left behind, and
# no work of the plan yet. Every name and date is fixed, so that the same script gives the same commit ids.
#
#   plans/facts/trading-adapter.sh FOLDER     leaves the repository in FOLDER
#   callsheet facts --plan plans/trading-adapter-v2.yaml --repo adapter=FOLDER --to plans/facts/trading-adapter.json
set -euo pipefail
repository=${1:?a folder for the scratch repository}
mkdir -p "$repository"/{docs,config,prompts}
cd "$repository"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null TZ=Europe/Zurich
export GIT_AUTHOR_NAME="Livia Brunner" GIT_AUTHOR_EMAIL=livia@example.org
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
git init --quiet --initial-branch=main .

commit() { # "DAY TIME" SUBJECT BODY
  git add --all
  GIT_AUTHOR_DATE="2026-$1 +0100" GIT_COMMITTER_DATE="2026-$1 +0100" \
    git commit --quiet --cleanup=verbatim --message "$2"$'\n\n'"$3"
}

printf '# Patterns\n\nHow Rust types are handed to Python here: by value, never by reference.\n' > docs/PATTERNS.md
printf '# Known bugs\n\n- A fill that is announced twice was counted twice.\n- A nonce was used again after a restart.\n' > docs/KNOWN_BUGS.md
printf 'test:\n\tpytest && cargo test --workspace\n' > Makefile
commit "01-12T16:20:00" "docs: keep what the earlier adapters taught us" "Two of them went live before anybody had tried a broken stream."

printf '[venue]\nnetwork = "test"\nreconnect_seconds = 5\n' > config/adapter.toml
printf '# To every agent\n\nNo live key on a machine that runs tests.\n' > prompts/MASTER.md
commit "01-27T10:05:00" "docs: write down settings and the rules for agents" "The second plan relies on both."
