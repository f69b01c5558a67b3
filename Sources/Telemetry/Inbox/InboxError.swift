/// Why the inbox did not take or give a frame. A frame refused must not be acknowledged.
public enum InboxError: Error, Equatable {
  case cannotOpen(path: String, why: String)
  /// More frames or bytes wait for the disk than the named limit allows.
  case overloaded(frames: Int, bytes: Int)
  case frameTooLong(bytes: Int, limit: Int)
  case frameEmpty
  case digestLength(Int)
  /// The disk refused the batch the frame was in; nothing of it is stored.
  case notStored(why: String)
  case cannotRead(why: String)
  /// What the archive holds of these sequences is not what was written; the rest can be read.
  case damaged(first: Int64, last: Int64)
  case closed
}

extension InboxError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let path, let why):
      "inbox \(path): cannot be opened: \(why); check the folder's owner and free space"
    case .overloaded(let frames, let bytes):
      "inbox: \(frames) frames (\(bytes) bytes) already wait for the disk; send again later"
    case .frameTooLong(let bytes, let limit):
      "inbox: a frame of \(bytes) bytes is over the limit of \(limit); divide it into packets"
    case .frameEmpty:
      "inbox: a frame without bytes; pass the frame as received"
    case .digestLength(let length):
      "inbox: a digest of \(length) bytes; pass the first 16 bytes of the SHA-256"
    case .notStored(let why):
      "inbox: the disk refused the batch: \(why); nothing of it was acknowledged, free space or "
        + "repair the disk and let the devices send again"
    case .cannotRead(let why):
      "inbox: cannot be read: \(why); check the disk"
    case .damaged(let first, let last):
      "inbox: frames \(first) to \(last) are damaged; stop the server and run `lantian store "
        + "salvage`, which keeps the rest"
    case .closed:
      "inbox: is closed; the server is stopping"
    }
  }
}
