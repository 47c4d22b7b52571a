# Shared by run, test and bench.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

need() { # command, what it is
  command -v "$1" >/dev/null 2>&1 || { echo "$1 is missing: install $2." >&2; exit 1; }
}

# Builds a project in Release unless its output is newer than every source.
build_if_stale() { # output, project
  if [ ! -e "$1" ] || [ -n "$(find "$here" \( -path '*/artifacts' -o -path '*/node_modules' -o -path '*/.git' -o -path '*/dist' -o -path '*/data' \) -prune -o \
      -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.json' -o -name '*.ts' -o -name '*.js' -o -name '*.mjs' -o -name '*.css' -o -name '*.html' \) -newer "$1" -print -quit)" ]; then
    echo "building..." >&2
    dotnet build -c Release "$2" -v quiet -clp:ErrorsOnly >&2 || { echo "the build failed." >&2; exit 1; }
    touch "$1"
  fi
}
