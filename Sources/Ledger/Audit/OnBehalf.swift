/// For whom somebody acts who stands in: each audit entry written meanwhile names the absent one.
public enum OnBehalf {
  /// Account id; nil for oneself.
  @TaskLocal public static var account: Int64?
}
