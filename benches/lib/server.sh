# Sourced by the benches that speak to a server: a folder of their own in $out, the program in $fovea, and
#   start_server [OPTION…]   a server over $out/data: $address, $server (its process); logged in by FOVEA_TOKEN
#   also PID                 another process that ends with the bench
# All of it ends with the script.
fovea=${FOVEA:-target/release/fovea}
out=$(mktemp -d)
pids=()
cleanup() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$out"
}
trap cleanup EXIT

also() { pids+=("$1"); }

start_server() {
    "$fovea" serve --data "$out/data" --listen 127.0.0.1:0 "$@" >"$out/serve.log" 2>&1 &
    server=$!
    also $server
    until address=$(sed -n 's/^Fovea answers at //p' "$out/serve.log" 2>/dev/null) && [[ -n $address ]]; do
        kill -0 $server 2>/dev/null || { cat "$out/serve.log" >&2; exit 1; }
        sleep 0.1
    done
    PASSWORD=$(head -c 18 /dev/urandom | base64)
    echo "$PASSWORD" | "$fovea" admin create --data "$out/data" --name bench --password-stdin
    FOVEA_TOKEN=$("$fovea" admin token --data "$out/data" --name bench)
    export FOVEA_TOKEN PASSWORD
}
