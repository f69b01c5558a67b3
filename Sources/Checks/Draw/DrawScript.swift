/// How anyone draws again what was drawn: a shell script that holds everything it needs.
public enum DrawScript {
  /// Prints the subjects that are drawn and the order in which inspectors are dealt out to them, each
  /// with its digest. POSIX shell and `sha256sum` are enough.
  public static func text(of draw: PublishedDraw) -> String {
    """
    seed='\(draw.seed)'
    order() { while IFS= read -r key; do printf '%s  %s\\n' "$(printf '%s/%s/%s' "$seed" "$1" "$key" | sha256sum | cut -c1-64)" "$key"; done | LC_ALL=C sort; }
    order subject <<'END-OF-LIST' | head -n \(draw.subjects)
    \(lines(draw.pool.subjects))
    END-OF-LIST
    order inspector <<'END-OF-LIST'
    \(lines(draw.pool.inspectors))
    END-OF-LIST
    """
  }

  private static func lines(_ entries: [DrawPool.Entry]) -> String {
    entries.map(\.key).joined(separator: "\n")
  }
}
