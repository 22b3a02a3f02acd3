#!/usr/bin/env bash
# The whole story in a few calls: a person asks to be invited, an admin sees it, the identity
# provider pushes the same person, and the request is closed by that push, with nobody's help. The
# audit trail tells it, and so does a webhook, whose receiver (webhook_receiver) checks signatures.
#
# Usage: examples/walkthrough.sh BASE_URL SLUG ADMIN_TOKEN SCIM_TOKEN
#
#   USHER_OUTBOX_PRIVATE_WEBHOOKS=true usher serve    (the receiver listens on this machine)
#   usher organization create demo --name Demo
#   usher token create --organization demo --role account_admin          -> ADMIN_TOKEN
#   usher directory create --organization demo --name Entra --on-create activate  -> SCIM_TOKEN
#   examples/walkthrough.sh http://127.0.0.1:8080 demo ADMIN_TOKEN SCIM_TOKEN
#
# Needs curl and python3. The push is the POST that Microsoft Entra ID sends, from
# conformance/recordings/entra/cycle.json. Exit status 1: something was not as told.
set -euo pipefail

if [ $# -ne 4 ]; then
    sed -n '2,16s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
base=$1 slug=$2 admin_token=$3 scim_token=$4
recording=$(dirname "$0")/../conformance/recordings/entra/cycle.json
email=user@contoso.example
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
received=$(mktemp)
receiver=
trap '[ -z "$receiver" ] || kill "$receiver"; rm -f "$received"' EXIT

# json EXPRESSION: the value of a Python expression over the JSON document on standard input, `it`.
json() {
    python3 -c 'import json, sys; it = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"
}

# admin METHOD PATH [BODY]
admin() {
    curl --silent --show-error --fail-with-body --request "$1" "$base/api/v1$2" \
        --header "Authorization: Bearer $admin_token" \
        --header 'Content-Type: application/json' ${3+--data "$3"}
}

# expect WHAT IS SHOULD_BE
expect() {
    printf '   %s: %s\n' "$1" "$2"
    if [ "$2" != "$3" ]; then
        printf '   it should be: %s\n' "$3" >&2
        exit 1
    fi
}

# state_of REQUEST_ID KEY
state_of() {
    admin GET "/invitation-requests/$1" | json "it['$2']"
}

# received TEXT: waits until the receiver has printed a line that ends so, half a minute at most.
received() {
    for _ in $(seq 300); do
        if grep -q "$1\$" "$received"; then return 0; fi
        sleep 0.1
    done
    printf '   the receiver has not printed: %s\n' "$1" >&2
    exit 1
}

echo "1. The organization lets people ask for an invitation."
enabled=$(admin PATCH /organization '{"settings": {"requests_enabled": true}}' |
    json "it['settings']['requests_enabled']")
expect requests_enabled "$enabled" True

echo "   A webhook is to be told what becomes of requests; its receiver knows the secret."
webhook=$(admin POST /webhooks "{\"url\": \"http://127.0.0.1:$port/\", \"actions\": [\"request.reconciled\"]}")
USHER_WEBHOOK_SECRET=$(json "it['secret']" <<<"$webhook") \
    python3 "$(dirname "$0")/webhook_receiver/receiver.py" --port "$port" >"$received" &
receiver=$!
received "http://127.0.0.1:$port"

echo "2. Somebody asks, from the sign-in page. The answer is the same for everybody."
status=$(curl --silent --output /dev/null --write-out '%{http_code}' \
    --header 'Content-Type: application/json' \
    --data "{\"email\": \"$email\", \"name\": \"Test User\", \"message\": \"I am new here\"}" \
    "$base/api/v1/public/organizations/$slug/invitation-requests")
expect status "$status" 202

echo "3. An admin sees the request, and could approve or dismiss it."
request=$(admin GET "/invitation-requests?filter=state%20eq%20%22pending%22" |
    json "[item['id'] for item in it['items'] if item['email'] == '$email'][0]")
expect state "$(state_of "$request" state)" pending

echo "4. Before anybody decides, Entra pushes the same person."
push=$(json "json.dumps([step['request']['body'] for step in it['steps']
    if step['request']['method'] == 'POST'
    and step['request'].get('body', {}).get('userName') == '$email'][0])" <"$recording")
user=$(curl --silent --show-error --fail-with-body "$base/scim/v2/Users" \
    --header "Authorization: Bearer $scim_token" \
    --header 'Content-Type: application/scim+json' --data "$push" | json "it['id']")
expect "user" "$user" "$user"

echo "5. That push has closed the request, in its own transaction."
expect state "$(state_of "$request" state)" reconciled
expect via "$(state_of "$request" via)" scim
expect user_id "$(state_of "$request" user_id)" "$user"

echo "6. Nothing is left in the admins' queue, and deciding now says why it is too late."
waiting=$(admin GET "/invitation-requests?filter=state%20eq%20%22pending%22" |
    json "len([item for item in it['items'] if item['email'] == '$email'])")
expect "waiting requests of $email" "$waiting" 0
code=$(curl --silent --request POST "$base/api/v1/invitation-requests/$request/approve" \
    --header "Authorization: Bearer $admin_token" --header 'Content-Type: application/json' \
    --data '{}' | json "it['code']")
expect code "$code" already_member

echo "7. The person is a member."
expect status "$(admin GET "/users/$user" | json "it['status']")" active

echo "8. The audit trail tells it in order."
told=$(admin GET '/events?sort=at&limit=500' |
    json "' '.join(one['action'] for one in it['items']
        if one['subject']['id'] in ('$request', '$user'))")
expect events "$told" "request.submitted user.registered user.joined request.reconciled"

echo "9. The webhook has been told, and its receiver has checked the signature."
received "request.reconciled request $request"
grep "$request" "$received" | sed 's/^/   /'
admin DELETE "/webhooks/$(json "it['id']" <<<"$webhook")"
