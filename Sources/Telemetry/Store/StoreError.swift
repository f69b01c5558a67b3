/// Why the store did not take or give samples. What was refused is in the inbox still.
public enum StoreError: Error, Equatable {
  case cannotOpen(path: String, why: String)
  /// The file's days were computed for another UTC offset than the plan's.
  case otherOffset(path: String, seconds: Int, wanted: Int)
  /// A batch is not in inbox order, or reaches over its end; nothing of it is stored.
  case outOfOrder(sequence: Int64, after: Int64)
  case notStored(why: String)
  case cannotRead(why: String)
  /// What a span of a point holds is not what was written; the rest of the store can be read.
  case damaged(point: String, windowSeconds: Int, from: Int)
  /// What came last, before it fills a chunk, is not what was written.
  case damagedTail(sequence: Int64)
  /// A row of a table is not what was written.
  case damagedRow(table: String)
  case limit(Int)
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let path, let why):
      "telemetry store \(path): cannot be opened: \(why); check the folder's owner and free space"
    case .otherOffset(let path, let seconds, let wanted):
      "telemetry store \(path): its days are those of UTC offset \(seconds) s, the plan's are "
        + "\(wanted) s; move the file away and start again, it is rebuilt from the inbox"
    case .outOfOrder(let sequence, let after):
      "telemetry store: frame \(sequence) was given after \(after); give batches in inbox order"
    case .notStored(let why):
      "telemetry store: the disk refused the batch: \(why); free space or repair the disk, the "
        + "inbox keeps the frames until then"
    case .cannotRead(let why):
      "telemetry store: cannot be read: \(why); check the disk"
    case .damaged(let point, let windowSeconds, let from):
      "telemetry store: \(point), window \(windowSeconds) s, the span from epoch second \(from) is "
        + Self.salvage
    case .damagedTail(let sequence):
      "telemetry store: what was stored with frame \(sequence) is " + Self.salvage
    case .damagedRow(let table):
      "telemetry store: a row of \(table) is " + Self.salvage
    case .limit(let limit):
      "telemetry store: a limit of \(limit) samples; ask for 1 to \(EmbeddedStore.greatestLimit)"
    }
  }

  private static let salvage =
    "damaged; stop the server and run `lantian store salvage`, which keeps the rest"
}
