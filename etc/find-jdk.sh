# Sourced by ./carryover, the Makefile and .ci/run: sets JAVA_HOME to a JDK of at least version 25, or says how to get one.
carryover_jdk_version() {
  # Prints the major version of the JDK at $1, nothing where there is none.
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

carryover_find_jdk() {
  local wanted=25 candidate version on_path
  on_path=$(command -v javac || true)
  [ -n "$on_path" ] && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] || continue
    version=$(carryover_jdk_version "$candidate")
    if [ "${version:-0}" -ge "$wanted" ]; then
      export JAVA_HOME=$candidate
      return 0
    fi
  done
  echo "carryover: JDK $wanted is needed and none was found: install one (Debian with Adoptium's list: apt-get install temurin-25-jdk; SDKMAN: sdk install java 25-tem) or set JAVA_HOME." >&2
  return 1
}

# Maven of the system where it is new enough, else the wrapper, which downloads the pinned one.
carryover_maven() {
  local version
  if command -v mvn >/dev/null 2>&1; then
    version=$(mvn -version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\)\.\([0-9]*\).*/\1 \2 \3/p')
    set -- $version
    if [ "${1:-0}" -gt 3 ] || { [ "${1:-0}" -eq 3 ] && { [ "${2:-0}" -gt 8 ] || { [ "${2:-0}" -eq 8 ] && [ "${3:-0}" -ge 6 ]; }; }; }; then
      echo mvn
      return
    fi
  fi
  echo ./mvnw
}
