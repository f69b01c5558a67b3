import ActionPlan
import Casework
import Detection
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Ledger
import Logging
import Mustache
import NIOCore
import NIOSSL
public import ServiceLifecycle

/// The web server: pages, their API, live streams, operations.
public final class ConsoleServer: Service {
  private let settings: ConsoleSettings
  private let subjects: ConsoleSubjects
  private let port = PortPromise()
  let responder: AnswerWithin<RouterResponder<ConsoleContext>>

  /// - Throws: `Catalogue.Fault`, `Pages.Fault` and others that say which file is missing or wrong
  ///   and what to do.
  public init(subjects: ConsoleSubjects, settings: ConsoleSettings) async throws {
    self.subjects = subjects
    self.settings = settings
    responder = AnswerWithin(
      inner: try await Self.routes(subjects, settings).router().buildResponder(),
      answerSeconds: settings.answerSeconds, uploadSeconds: settings.uploadSeconds)
  }

  /// Every address with what answers it.
  static func routes(
    _ subjects: ConsoleSubjects, _ settings: ConsoleSettings
  ) async throws -> ConsoleRoutes {
    let files = try StaticFiles(folder: ConsoleResources.folder("Static"), settings: settings)
    let pages = try Pages(
      catalogue: Catalogue(folder: ConsoleResources.folder("Texts")),
      library: try await templates.value, assets: files.prefix,
      isSimulated: settings.isSimulated,
      time: LocalTime(utcOffsetSeconds: subjects.plan.utcOffsetSeconds),
      district: subjects.plan.title,
      withheld: withheld(subjects.plan),
      roles: subjects.plan.roles)
    return ConsoleRoutes(subjects: subjects, settings: settings, pages: pages, files: files)
  }

  /// Pages for which the plan has nothing.
  private static func withheld(_ plan: Plan) -> Set<String> {
    var pages: Set<String> = []
    if plan.rankings.isEmpty { pages.insert("/rankings") }
    if !plan.procedures.contains(where: { $0.intake.triage != nil }) { pages.insert("/cameras") }
    if plan.sources.isEmpty { pages.insert("/sources") }
    if plan.destinations.isEmpty { pages.insert("/forwarding") }
    return pages
  }

  /// Read once for all consoles of a process.
  private static let templates = Task {
    do {
      return try await MustacheLibrary(directory: ConsoleResources.folder("Templates"))
    } catch let error as MustacheLibrary.ParserError {
      throw Pages.Fault.templateBroken(
        "\(error.filename):\(error.context.lineNumber):\(error.context.columnNumber): \(error.error)"
      )
    }
  }

  /// The port it listens on, once it does.
  public var localPort: Int {
    get async { await port.value }
  }

  public func run() async throws {
    try await application().run()
  }

  func application() throws -> some ApplicationProtocol {
    let port = port
    return Application(
      responder: responder,
      server: try serverBuilder(),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port), serverName: nil,
        availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)),
      onServerRunning: { channel in
        await port.fulfil(channel.localAddress?.port ?? 0)
      },
      logger: subjects.logger)
  }

  private func serverBuilder() throws -> HTTPServerBuilder {
    let http = HTTPServerBuilder.http1(
      configuration: .init(idleTimeout: .seconds(Int64(settings.idleSeconds))))
    guard let certificate = settings.certificate else { return http }
    let chain = try NIOSSLCertificate.fromPEMFile(certificate.chainFile)
    let key = try NIOSSLPrivateKey(file: certificate.keyFile, format: .pem)
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    tls.minimumTLSVersion = .tlsv12
    return try .tls(http, tlsConfiguration: tls)
  }
}

/// The port, told to everybody who asked before it was known.
private actor PortPromise {
  private var port: Int?
  private var waiting: [CheckedContinuation<Int, Never>] = []

  func fulfil(_ port: Int) {
    self.port = port
    for continuation in waiting { continuation.resume(returning: port) }
    waiting = []
  }

  var value: Int {
    get async {
      if let port { return port }
      return await withCheckedContinuation { waiting.append($0) }
    }
  }
}
