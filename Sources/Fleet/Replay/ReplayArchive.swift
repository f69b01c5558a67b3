public import HJ212

/// Which end of its hour an archive's hour label names. HJ 212 labels the start.
public enum HourLabel: String, Sendable, CaseIterable {
  /// `18` is the mean of 18:00 to 19:00.
  case start
  /// `18` is the mean of 17:00 to 18:00, as the national platform publishes.
  case end
}

/// A station of an archive, as a device.
public struct ReplayStation: Sendable, Equatable {
  /// 24 hexadecimal digits made from the name: the same in every run.
  public let mn: String
  /// City and station, or the station's own code.
  public let name: String
  public let label: String
  public let position: (longitude: String, latitude: String)?

  public static func == (a: ReplayStation, b: ReplayStation) -> Bool {
    a.mn == b.mn && a.name == b.name
  }
}

/// One hour of one station.
public struct ReplayRow: Sendable, Equatable {
  /// Index in `ReplayArchive.stations`.
  public let station: Int
  /// UTC epoch seconds of the start of the hour.
  public let start: Int
  /// How many rows of the same station and hour came before this one with values.
  public let repetition: Int
  /// Values as they stand in the file, by index in `ReplayArchive.columns`.
  public let values: [(column: Int, text: String)]

  public static func == (a: ReplayRow, b: ReplayRow) -> Bool {
    a.station == b.station && a.start == b.start && a.repetition == b.repetition
      && a.values.map(\.column) == b.values.map(\.column)
      && a.values.map(\.text) == b.values.map(\.text)
  }
}

/// Hourly station data, in order of time and, within an hour, of the file.
public struct ReplayArchive: Sendable {
  /// A measured column and how it is sent.
  public struct Column: Sendable, Equatable {
    /// Its title in the file.
    public let title: String
    /// Raw key in the frame.
    public let key: String
    /// Quantity of the plan that a device list binds the key to.
    public let quantity: String
    /// Power of ten from the file's unit to the quantity's.
    public let shift: Int

    public var factor: String { String(key.prefix { $0 != "-" }) }
  }

  public internal(set) var columns: [Column] = []
  public internal(set) var stations: [ReplayStation] = []
  public internal(set) var rows: [ReplayRow] = []
  /// Rows of the files, with and without values.
  public internal(set) var rowCount = 0
  /// Rows without any value, which are not sent.
  public internal(set) var emptyCount = 0

  /// Reads archives of one kind.
  ///
  /// - Parameters:
  ///   - paths: `.csv` or `.csv.gz` files.
  ///   - utcOffsetSeconds: distance of the archive's clock from UTC; 28 800 for both known kinds.
  public static func read(
    _ paths: [String], label: HourLabel = .end, utcOffsetSeconds: Int = 28_800
  ) throws(ArchiveFault) -> ReplayArchive {
    var reader = ArchiveReader(label: label, utcOffsetSeconds: utcOffsetSeconds)
    for path in paths { try reader.read(path) }
    return reader.finish()
  }

  /// The frame of a row: CN 2061 of ST 22.
  ///
  /// Its QN is the end of the hour with the repetition as milliseconds: unique for the device, and
  /// the same in every run, so that a receiver knows a second replay for what it is.
  public func message(_ row: ReplayRow, password: String, utcOffsetSeconds: Int = 28_800) -> Message
  {
    var data = [
      [
        Message.Pair(
          "DataTime", TimeLabel.text(epoch: row.start, utcOffsetSeconds: utcOffsetSeconds))
      ]
    ]
    for value in row.values {
      let column = columns[value.column]
      data.append([.init(column.key, value.text), .init(column.factor + "-Flag", "N")])
    }
    return Message(
      qn: TimeLabel.requestNumber(
        epochMilliseconds: (row.start + 3600) * 1000 + row.repetition,
        utcOffsetSeconds: utcOffsetSeconds),
      st: "22", cn: "2061", pw: password, mn: stations[row.station].mn,
      flag: PacketFlag(version: 1, wantsAnswer: true), data: data)
  }
}
