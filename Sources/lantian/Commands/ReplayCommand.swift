import ArgumentParser
import Fleet
import Foundation
import Logging

/// `lantian replay`: a real archive of hourly station data, sent as HJ 212 devices.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Sends an archive of hourly station data to an HJ 212 gateway.",
    discussion: """
      Reads cn-station-hourly (city,date,hour,station,…) or PRSA (No,year,month,day,hour,…) files, \
      .csv or .csv.gz, and sends every row that has values as an hour packet (ST=22, CN=2061) of a \
      device whose number is made from city and station. Values are sent with the digits of the \
      file; rows of the same station and hour are all sent, in the order of the file.

      The archive's clock is UTC+8. Its hour label names the end of the hour, as the national \
      platform publishes it, unless --hour-label start is given; HJ 212 labels the start.

      With --list and without --port it only writes the device list that `lantian device import` \
      reads, and the rows of an air-stations register with --stations.
      """)

  @Argument(help: "Files of the archive, .csv or .csv.gz.")
  var files: [String]

  @Option(help: "Times real time; max for as fast as frames are acknowledged.")
  var speed = "max"

  @Option(help: "Host of the gateway.")
  var host = "127.0.0.1"

  @Option(help: "Port of the gateway.")
  var port: Int?

  @Option(help: "Password of the devices.")
  var password = "123456"

  @Option(help: "TCP connections among which the stations are shared out, 1 to 256.")
  var connections = 8

  @Option(help: "Frames on a connection that may wait for their acknowledgement, 1 to 1000.")
  var window = 64

  @Option(
    help: "Which end of its hour the archive's label names: start or end.",
    transform: { text in
      guard let label = HourLabel(rawValue: text) else {
        throw ValidationError("--hour-label is \"\(text)\"; give start or end")
      }
      return label
    })
  var hourLabel = HourLabel.end

  @Option(help: "Write the device list to this file.")
  var list: String?

  @Option(help: "Write the stations as rows of an air-stations register to this file.")
  var stations: String?

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("name at least one file of the archive") }
    guard speed == "max" || speed == "0" || Double(speed).map({ $0 > 0 && $0.isFinite }) == true
    else {
      throw ValidationError("--speed is \"\(speed)\"; give a number above 0, or max")
    }
    guard (1...256).contains(connections) else {
      throw ValidationError("--connections is \(connections); give a number from 1 to 256")
    }
    guard (1...1000).contains(window) else {
      throw ValidationError("--window is \(window); give a number from 1 to 1000")
    }
    guard port != nil || list != nil || stations != nil else {
      throw ValidationError("give --port to send, or --list to write the device list")
    }
    if let port, !(1...65_535).contains(port) {
      throw ValidationError("--port is \(port); give a number from 1 to 65535")
    }
  }

  func run() async throws {
    let archive = try ReplayArchive.read(files, label: hourLabel)
    let devices = ReplayDeviceList(archive, password: password)
    if let list { try write(devices.text, to: list) }
    if let stations { try write(devices.stationRegister, to: stations) }
    guard let port else { return }
    let bar = ProgressBar()
    let replay = Replay(
      archive,
      settings: Replay.Settings(
        client: ClientSettings(
          host: host, port: port, window: window, fruitlessConnections: 10),
        password: password, speed: Double(speed).flatMap { $0 > 0 ? $0 : nil },
        connections: connections),
      logger: Logger(label: "lantian.replay") { StreamLogHandler.standardError(label: $0) })
    let counts = try await replay.run { bar.show($0) }
    bar.end()
    print(
      """
      rows              \(archive.rowCount)
      sent              \(archive.rows.count)
      without values    \(archive.emptyCount)
      doubled           \(archive.rows.count { $0.repetition > 0 })
      acknowledged      \(counts.acknowledged)
      sent again        \(counts.resent)
      stations          \(archive.stations.count)
      """)
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ValidationError(
        "\(path) cannot be written (\(error.localizedDescription)); name a file in a folder that "
          + "exists")
    }
  }
}
