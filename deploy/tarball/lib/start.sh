# Read by the programs in bin: starts one of ours with the Node of this folder, else with that of MARGO_NODE or the PATH.
# usage: . start.sh; start <path of main.js below node_modules/@margo-registry> [arguments]
start() {
  main=$home/node_modules/@margo-registry/$1
  shift
  if [ -x "$home/node/bin/node" ]; then node=$home/node/bin/node; else node=${MARGO_NODE:-node}; fi
  if ! command -v "$node" >/dev/null; then
    echo "Node.js 20.19 or newer is needed, and \"$node\" is not there: install Node.js, or name its program in MARGO_NODE." >&2
    exit 78
  fi
  exec "$node" --require "$home/lib/check-node.cjs" "$main" "$@"
}
