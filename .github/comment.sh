#!/usr/bin/env bash
# comment.sh FOLDER: puts the summaries in FOLDER into one comment of a pull request, which is updated in place.
# Takes REPOSITORY, NUMBER, COMMIT and GH_TOKEN from the environment, and needs gh.
set -euo pipefail

marker='<!-- tidegate -->'
most=65000 # GitHub takes 65,536 characters.
folder=$1
body=$(mktemp)
trap 'rm -f "$body"' EXIT

{
  printf '%s\n## Tidegate\n\nPlanned from %s.\n\n' "$marker" "${COMMIT:0:12}"
  cat "$folder"/*.md
} > "$body"
if [ "$(wc -c < "$body")" -gt "$most" ]; then
  # iconv leaves out a character that was cut in two, and complains about it.
  head -c "$most" "$body" | { iconv -c -f UTF-8 -t UTF-8 2> /dev/null || true; } > "$body.cut"
  printf '\n\n… cut here: the summaries of the jobs hold all of it.\n' >> "$body.cut"
  mv "$body.cut" "$body"
fi

# Only a comment that a bot wrote is ours to change: anybody can write the marker.
known=$(gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments" \
  --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" | head -n 1)
if [ -n "$known" ]; then
  gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$known" -F body=@"$body"
else
  gh api --silent --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" -F body=@"$body"
fi
