import Casework
import Hummingbird
import Ledger

/// Every route, and what stands before it.
struct ConsoleRoutes {
  let subjects: ConsoleSubjects
  let settings: ConsoleSettings
  let pages: Pages
  let files: StaticFiles
  let limiter = RateLimiter()
  let rankings: RankingBoard
  let press: DocumentPress

  init(subjects: ConsoleSubjects, settings: ConsoleSettings, pages: Pages, files: StaticFiles) {
    self.subjects = subjects
    self.settings = settings
    self.pages = pages
    self.files = files
    rankings = RankingBoard(subjects: subjects)
    press = DocumentPress(ledger: subjects.ledger, store: subjects.photos)
  }

  func router() -> Router<ConsoleContext> {
    let router = plainRouter()
    router.refuseOtherMethods()
    return router
  }

  /// Nothing but what there is.
  func plainRouter() -> Router<ConsoleContext> {
    let router = Router(context: ConsoleContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: SecurityHeaders(isSecure: settings.isSecure))
    router.add(middleware: LogRequests())
    router.add(middleware: AnswerErrors(pages: pages))
    files.addRoutes(to: router)
    OperationsController(subjects: subjects, metricsAreOpen: settings.metricsAreOpen)
      .addRoutes(to: router)
    DescriptionController().addRoutes(to: router)
    addMachineRoutes(to: router)
    router.add(
      middleware: ReadVisit(
        sessions: sessions, isSecure: settings.isSecure, isBehindProxy: settings.isBehindProxy))
    CheckAPIController(subjects: subjects, limiter: limiter).addRoutes(to: router)
    FieldController(pages: pages, files: files).addRoutes(to: router)
    FieldAPIController(subjects: subjects, pages: pages).addRoutes(to: router)
    let caseAsker = CaseAsker(subjects: subjects, limiter: limiter)
    CaseAPIController(subjects: subjects, asker: caseAsker).addRoutes(to: router)
    CaseWorkAPIController(subjects: subjects, asker: caseAsker).addRoutes(to: router)
    DocumentWriteController(subjects: subjects).addRoutes(to: router)
    ExchangeAPIController(subjects: subjects, asker: caseAsker).addRoutes(to: router)
    // Once more, so that an error's page knows its visitor.
    router.add(middleware: AnswerErrors(pages: pages))
    let people = router.group().add(middleware: ReadForm())
    addOpenRoutes(to: people)
    addSignedInRoutes(to: people.group(context: SignedInContext.self))
    return router
  }

  var sessions: SignedInSessions {
    SignedInSessions(
      ledger: subjects.ledger, secondFactor: subjects.accounts.secondFactor, now: subjects.now)
  }

  /// Platforms that identify themselves by a key: no cookie counts here.
  private func addMachineRoutes(to routes: some RouterMethods<ConsoleContext>) {
    CameraIntakeController(subjects: subjects, limiter: limiter).addRoutes(to: routes)
    SourceIntakeController(subjects: subjects, limiter: limiter).addRoutes(to: routes)
  }

  /// Pages for everybody.
  private func addOpenRoutes(to routes: some RouterMethods<ConsoleContext>) {
    SigningController(
      accounts: subjects.accounts, sessions: sessions, services: subjects.outside, pages: pages,
      limiter: limiter, now: subjects.now
    ).addRoutes(to: routes)
    PasswordController(accounts: subjects.accounts, pages: pages, now: subjects.now)
      .addRoutes(to: routes)
    SecondFactorController(
      accounts: subjects.accounts, ledger: subjects.ledger, pages: pages, now: subjects.now
    ).addRoutes(to: routes)
    let entry = SignInEntry(sessions: sessions)
    OutsideController(subjects: subjects, entry: entry, pages: pages, limiter: limiter)
      .addRoutes(to: routes)
    SMSController(subjects: subjects, entry: entry, pages: pages, limiter: limiter)
      .addRoutes(to: routes)
    OwnAccountController(subjects: subjects, pages: pages).addRoutes(to: routes)
    PreferencesController().addRoutes(to: routes)
    let board = AirBoard(subjects: subjects)
    AirController(board: board, subjects: subjects, pages: pages).addRoutes(to: routes)
    MapController(board: board, subjects: subjects, pages: pages).addRoutes(to: routes)
    SeriesController(subjects: subjects).addRoutes(to: routes)
    CodeController(subjects: subjects, pages: pages).addRoutes(to: routes)
    PublicDrawController(subjects: subjects, pages: pages).addRoutes(to: routes)
    PublicRankingController(board: rankings, subjects: subjects, pages: pages)
      .addRoutes(to: routes)
    ReportController(subjects: subjects, pages: pages, limiter: limiter).addRoutes(to: routes)
    TrackController(subjects: subjects, pages: pages, limiter: limiter).addRoutes(to: routes)
  }

  /// Pages of those who signed in; each checks the policy for what it shows.
  private func addSignedInRoutes(to routes: some RouterMethods<SignedInContext>) {
    LiveController(subjects: subjects, sessions: sessions).addRoutes(to: routes)
    DeskController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ObjectivesController(
      board: ObjectiveBoard(subjects: subjects), subjects: subjects, pages: pages
    ).addRoutes(to: routes)
    let indicators = IndicatorBoard(subjects: subjects)
    IndicatorsController(board: indicators, subjects: subjects, pages: pages)
      .addRoutes(to: routes)
    VetoController(subjects: subjects, pages: pages).addRoutes(to: routes)
    BriefController(subjects: subjects, pages: pages).addRoutes(to: routes)
    RankingsController(board: rankings, subjects: subjects, pages: pages).addRoutes(to: routes)
    PlacesController(
      board: PlaceBoard(subjects: subjects), subjects: subjects, pages: pages
    ).addRoutes(to: routes)
    FigureController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DevicesController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DeviceImportController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DeviceFormController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DeviceAskController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DeviceController(subjects: subjects, pages: pages).addRoutes(to: routes)
    CalibrationController(subjects: subjects, pages: pages).addRoutes(to: routes)
    QualityController(subjects: subjects, pages: pages).addRoutes(to: routes)
    SourcesController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ForwardingController(subjects: subjects, pages: pages).addRoutes(to: routes)
    CasesController(subjects: subjects, pages: pages).addRoutes(to: routes)
    CaseStepsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    CaseActsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    CaseBulkController(subjects: subjects, pages: pages).addRoutes(to: routes)
    PatrolsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ExchangeController(subjects: subjects, pages: pages).addRoutes(to: routes)
    PrecisionController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DeskReportController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ReportMessagesController(subjects: subjects, pages: pages).addRoutes(to: routes)
    PromisesController(
      subjects: subjects, pages: pages, glances: { texts in try await indicators.glances(texts) }
    ).addRoutes(to: routes)
    TasksController(subjects: subjects, pages: pages).addRoutes(to: routes)
    TaskStepsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ChecksController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DrawsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    LabelsController(subjects: subjects, settings: settings, pages: pages).addRoutes(to: routes)
    RegistersController(subjects: subjects, pages: pages).addRoutes(to: routes)
    FacilityDoubtsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    FacilityListController(subjects: subjects, pages: pages).addRoutes(to: routes)
    FacilityFormController(subjects: subjects, pages: pages).addRoutes(to: routes)
    FacilitiesController(subjects: subjects, pages: pages).addRoutes(to: routes)
    NotificationsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    AccountsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    AccountAccessController(subjects: subjects, pages: pages).addRoutes(to: routes)
    AuditController(subjects: subjects, pages: pages).addRoutes(to: routes)
    AbsenceController(subjects: subjects, pages: pages).addRoutes(to: routes)
    PeopleController(subjects: subjects, pages: pages).addRoutes(to: routes)
    let rota = RotaController(subjects: subjects, pages: pages)
    rota.addRoutes(to: routes)
    RotaImportController(subjects: subjects, pages: pages, rota: rota).addRoutes(to: routes)
    ShiftController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DocumentsController(subjects: subjects, pages: pages, press: press).addRoutes(to: routes)
    DocumentStepsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    DocumentAPIController(subjects: subjects).addRoutes(to: routes)
    EvidenceController(subjects: subjects).addRoutes(to: routes)
    OutboxController(subjects: subjects, pages: pages).addRoutes(to: routes)
    OwnPushesController(subjects: subjects, pages: pages).addRoutes(to: routes)
    CamerasController(subjects: subjects, pages: pages).addRoutes(to: routes)
    AlarmFiguresController(subjects: subjects, pages: pages).addRoutes(to: routes)
    LoopController(subjects: subjects, pages: pages).addRoutes(to: routes)
    SignsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ReportListController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ReportImportController(subjects: subjects, pages: pages).addRoutes(to: routes)
    RewardsController(subjects: subjects, pages: pages).addRoutes(to: routes)
    FirmController(subjects: subjects, pages: pages).addRoutes(to: routes)
    StopsController(subjects: subjects, pages: pages).addRoutes(to: routes)
  }
}
