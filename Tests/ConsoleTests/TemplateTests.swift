import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Console

struct TemplateTests {
  static let views = [
    "air/air": "AirView", "air/fragment": "AirView", "cases/case": "CaseView",
    "exchange/index": "ExchangeIndexView", "exchange/system": "ExchangeView",
    "cases/bulk": "CaseBulkView", "precision/list": "PrecisionView",
    "cases/fragment": "CaseView", "cases/list": "CaseListView", "checks/list": "CheckListView",
    "checks/show": "CheckView", "checks/draws": "DrawsView", "checks/labels": "LabelSheetView",
    "desk/desk": "DeskView",
    "desk/fragment": "DeskView", "devices/list": "DeviceListView",
    "devices/list-fragment": "DeviceListView", "devices/show": "DeviceView",
    "devices/show-fragment": "DeviceView", "devices/ask": "AskMenuView",
    "devices/ask-form": "AskFormView", "devices/form": "DeviceFormView",
    "devices/import": "DeviceImportView",
    "devices/replacement": "DeviceReplacementView", "layout/error": "ErrorView",
    "figures/day": "DayFigureView", "figures/period": "PeriodFigureView",
    "notifications/fragment": "NotificationListView", "notifications/list": "NotificationListView",
    "brief/brief": "BriefView", "checks/veto": "VetoView",
    "indicators/fragment": "IndicatorListView", "indicators/list": "IndicatorListView",
    "indicators/show": "IndicatorView", "objectives/list": "ObjectivesView",
    "places/list": "PlaceListView",
    "places/pattern": "PatternPartView", "places/show": "PlaceView", "rankings/list": "RankingView",
    "rankings/public": "PublicRankingView", "registers/bulk": "BulkView",
    "facilities/doubts": "FacilityDoubtsView", "facilities/form": "FacilityFormView",
    "reports/desk": "DeskReportView", "reports/desk-receipt": "DeskReceiptView",
    "facilities/import": "FacilityImportView", "facilities/names": "FacilityNamesView",
    "facilities/list": "FacilityListView", "facilities/show": "FacilityView",
    "registers/form": "RowFormView",
    "registers/import": "ImportView",
    "registers/index": "RegisterIndexView", "registers/list": "RegisterListView",
    "registers/row": "RowView",
    "pushes/outbox": "OutboxView", "pushes/own": "OwnPushesView",
    "reports/form": "ReportFormView", "reports/receipt": "ReportReceiptView",
    "reports/track": "TrackView", "signing/password": "PasswordView",
    "signing/sign-in": "SignInView", "promises/clause": "ClauseView", "promises/plan": "PlanView",
    "documents/list": "DocumentListView", "documents/show": "DocumentView",
    "tasks/list": "TaskListView", "tasks/task": "TaskView",
    "account/account": "OwnAccountView", "account/second-factor": "SecondFactorView",
    "accounts/form": "AccountFormView", "accounts/list": "AccountListView",
    "accounts/show": "AccountView", "audit/list": "AuditView", "signing/code": "CodeView",
    "account/absences": "AbsenceView", "people/list": "PeopleView", "duty/rota": "RotaView",
    "duty/shift": "ShiftView", "signing/sms": "SMSView",
    "field/frame": "FieldFrameView", "patrols/list": "PatrolsView",
    "cameras/figures": "AlarmFiguresView", "cameras/fragment": "TriageView",
    "cameras/triage": "TriageView",
    "loop/cases": "LoopCasesView", "loop/signs": "SignsView", "loop/times": "LoopView",
    "reports/import": "ReportImportView", "reports/list": "ReportListView",
    "reports/rewards": "RewardsView",
    "firm/choice": "FirmChoiceView", "firm/ledger": "LedgerView", "firm/page": "FirmView",
    "firm/fragment": "FirmView", "firm/stop": "StopFormView",
    "quality/calibrations": "CalibrationsView",
    "quality/capture": "CaptureView", "quality/list": "QualityListView",
    "quality/mark": "QualityMarkView",
    "ways/forwarding": "ForwardingView", "ways/source": "SourceView",
    "ways/sources": "SourceListView",
  ]

  /// Read once: the sources are many.
  private static let reading = Result { try read() }

  private func names() throws -> TemplateNames { try Self.reading.get() }

  private static func read() throws -> TemplateNames {
    var templates: [String: String] = [:]
    for file in try LanguageTests.files(".mustache") {
      templates[file.name.replacing(/^Templates\/|\.mustache$/, with: "")] = file.text
    }
    return TemplateNames(
      templates: templates,
      types: ViewTypes(sources: try LanguageTests.files(".swift").map(\.text)))
  }

  @Test func `every name a template uses is of its own view or of what stands around it`() throws {
    let names = try names()
    #expect(Set(Self.views.keys).union(["page"]) == Set(Pages.required))
    for (template, view) in Self.views {
      #expect(names.unknown(in: template, view: view) == [], "\(template)")
      #expect(names.unknown(in: "page", view: view) == [])
    }
  }

  @Test(arguments: [
    "{{waitingCount}}", "{{#lines}}{{tabs}}{{facility}}{{/lines}}", "{{chrome.nave}}",
    "{{^stateNames}}x{{/stateNames}}", "{{>cases/head}}",
  ])
  func `a name that only another view has is found out`(text: String) throws {
    var templates = try names().templates
    templates["test"] = "{{<page}}{{$body}}\(text){{/body}}{{/page}}"
    let changed = TemplateNames(templates: templates, types: try names().types)
    #expect(changed.unknown(in: "test", view: "CaseListView") != [])
  }

  @Test func `a field that may be nil is not taken from what stands around`() throws {
    let types = ViewTypes(sources: [
      "struct Outer {\n  let note: String\n  let rows: [Row]\n  struct Row {\n    let note: String?\n  }\n}"
    ])
    let names = TemplateNames(
      templates: [
        "page": "{{#view}}{{$body}}{{/body}}{{/view}}",
        "test": "{{<page}}{{$body}}{{#rows}}{{#note}}x{{/note}}{{/rows}}{{/body}}{{/page}}",
      ], types: types)
    #expect(names.unknown(in: "test", view: "Outer").count == 1)
  }

  @Test func `every partial a template includes exists`() throws {
    let templates = try LanguageTests.files(".mustache")
    let names = Set(templates.map { $0.name.replacing(/^Templates\/|\.mustache$/, with: "") })
    for file in templates {
      for match in file.text.matches(of: /\{\{[<>]([a-z\/-]+)\}\}/) {
        #expect(names.contains(String(match.1)), "\(file.name): \(match.1)")
      }
    }
  }

  @Test(arguments: [
    ("/", "/air/live"), ("/desk", "/desk/live"), ("/devices", "/devices/live"),
    ("/devices/\(House.meterMN)", "/devices/\(House.meterMN)/live"),
    ("/notifications", "/notifications/live"),
  ])
  func `what is fetched while a page is open are parts of that page`(page: String, live: String)
    async throws
  {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      let whole = try await browser.get(page).text
      let parts = try await browser.get(live).text
      func named(_ text: String) -> Set<String> {
        Set(text.matches(of: /data-part="([a-z]+)"/).map { String($0.1) })
      }
      #expect(!named(parts).isEmpty)
      #expect(named(parts) == named(whole))
      #expect(parts.contains("data-now=\""))
      #expect(!parts.contains("<html"))
    }
  }
}
