import ActionPlan
import Ledger

extension Pages {
  func chrome(title: String, visit: Visit, texts: Texts) -> Chrome {
    let other: Language = visit.language == .zh ? .en : .zh
    let sections = sections(visit: visit, texts: texts)
    let tabs = Destination.tabs(for: visit.account)
    let moreTabs = nav(tabs.more, visit: visit, texts: texts)
    return Chrome(
      languageTag: visit.language == .zh ? "zh-CN" : "en",
      otherLanguage: other.rawValue,
      otherLanguageName: other == .zh ? "中文" : "English",
      darkMedia: visit.theme.darkMedia,
      title: title,
      district: texts(district),
      assets: assets,
      formToken: visit.formToken,
      path: visit.path,
      isSimulated: isSimulated,
      isGuest: visit.account == nil,
      person: visit.account.map { account in
        Chrome.Person(
          name: account.displayName,
          roles: roles(of: account, texts),
          initial: String(account.displayName.prefix(1)))
      },
      mayViewAccounts: Policy.may(visit.account, .viewAccounts),
      mayViewAudit: Policy.may(visit.account, .viewAudit),
      mayWorkInField: Policy.may(visit.account, .workInField),
      isFactorDue: visit.secondFactorDueAt != nil,
      factorDueText: visit.secondFactorDueAt.map {
        texts("factor.dueShort", ["date": time.date($0)])
      } ?? "",
      isStandingIn: visit.account?.standsInFor != nil,
      standingInText: visit.account?.standsInFor.map {
        texts("absence.actingFor", ["name": $0.displayName])
      } ?? "",
      nav: nav(Destination.list(for: visit.account), visit: visit, texts: texts),
      tabs: nav(tabs.shown, visit: visit, texts: texts), moreTabs: moreTabs,
      hasMoreTabs: !moreTabs.isEmpty, isInMoreTabs: moreTabs.contains(where: \.isCurrent),
      sections: sections, hasSections: !sections.isEmpty,
      themes: Visit.Theme.allCases.map { theme in
        Chrome.ThemeChoice(
          value: theme.rawValue, text: texts("layout.theme-\(theme.rawValue)"),
          icon: "theme-\(theme.rawValue)", isCurrent: theme == visit.theme)
      },
      scriptTexts: texts.json(group: "script"),
      utcOffsetSeconds: "\(time.utcOffsetSeconds)")
  }

  /// By the plan's names, and the product's own for what these do not cover.
  private func roles(of account: Account, _ texts: Texts) -> String {
    let named = roles.filter { account.planRoles.contains($0.id) }
    let covered = named.reduce(into: Set<Role>()) { $0.formUnion($1.roles) }
    let others = Role.allCases.filter { account.roles.contains($0) && !covered.contains($0) }
    return (named.map { texts($0.label) } + others.map { texts("role.\($0.rawValue)") })
      .joined(separator: texts("layout.separator"))
  }

  private func nav(_ destinations: [Destination], visit: Visit, texts: Texts) -> [Chrome.NavItem] {
    destinations.map { destination in
      Chrome.NavItem(
        href: destination.href, text: texts("layout.nav-\(destination.rawValue)"),
        short: texts("layout.\(destination == .plan ? "tab" : "nav")-\(destination.rawValue)"),
        icon: destination.rawValue,
        isCurrent: destination.pages.contains { isPage($0, visit) },
        counts: destination == .notifications ? Chrome.Unread(visit.unread) : nil)
    }
  }

  private func sections(visit: Visit, texts: Texts) -> [Chrome.Section] {
    // The desk is one screen and names its neighbours itself.
    guard visit.path != Destination.desk.href else { return [] }
    let chosen = Destination.list(for: visit.account).first { destination in
      destination.pages.count > 1 && destination.pages.contains { isPage($0, visit) }
    }
    let shown = (chosen?.pages ?? []).filter { page in
      !withheld.contains(page)
        && (page != "/outbox" || Policy.may(visit.account, .viewOutbox))
        && (page != "/patrols" || Policy.may(visit.account, .viewPeople))
        && (page != "/cameras" || Policy.may(visit.account, .viewAlarms))
        && (!["/sources", "/forwarding"].contains(page)
          || Policy.may(visit.account, .viewDevice, .facility(nil)))
        && (page != "/reports" || Policy.may(visit.account, .viewDesk))
    }
    // One page alone needs no choice.
    guard shown.count > 1 else { return [] }
    return shown.map { page in
      Chrome.Section(
        href: page, text: texts("layout.section-\(page.split(separator: "/").last ?? "")"),
        isCurrent: isPage(page, visit))
    }
  }

  /// Whether the visit is of the page, or of one below it.
  private func isPage(_ page: String, _ visit: Visit) -> Bool {
    visit.path == page || (page != "/" && visit.path.hasPrefix(page + "/"))
      || (page == "/plan" && visit.path.hasPrefix("/clauses/"))
      || (page == "/cases" && (visit.path + "/").hasPrefix("/exchange/"))
  }
}

/// The places of the navigation.
enum Destination: String, CaseIterable {
  case desk, firm, cases, plan, objectives, registers, devices, notifications, air, report, track
  case accounts, rewards

  var href: String { self == .air ? "/" : "/" + rawValue }

  /// What is found there; the first is where it leads.
  var pages: [String] {
    switch self {
    case .objectives: ["/objectives", "/indicators", "/air/places", "/rankings", "/brief"]
    case .plan: ["/plan", "/tasks", "/checks"]
    case .cases: ["/cases", "/reports", "/documents", "/patrols"]
    case .registers: ["/registers", "/facilities"]
    case .devices: ["/devices", "/quality", "/sources", "/forwarding"]
    case .desk: ["/desk", "/cameras", "/rota", "/shift", "/people"]
    case .notifications: ["/notifications", "/pushes", "/outbox"]
    default: [href]
    }
  }

  /// A guest reads and reports; a firm's contact works the own cases; staff see the desk too.
  static func list(for account: Account?) -> [Destination] {
    guard let account else { return [.air, .report, .track] }
    if account.roles.isEmpty { return [.air, .notifications] }
    if account.roles == [.payer] { return [.rewards, .notifications, .air] }
    if account.roles == [.security] { return [.accounts, .notifications, .air] }
    return account.roles == [.enterprise]
      ? [.firm, .cases, .notifications, .air]
      : [.desk, .cases, .plan, .objectives, .registers, .devices, .notifications, .air]
  }

  /// A phone has room for five: what is worked with all day, and the way to the rest.
  static func tabs(for account: Account?) -> (shown: [Destination], more: [Destination]) {
    let all = list(for: account)
    guard all.count > 5 else { return (all, []) }
    let daily: Set<Destination> = [.desk, .cases, .plan, .notifications]
    return (all.filter(daily.contains), all.filter { !daily.contains($0) })
  }

  /// Where somebody lands after signing in.
  static func home(of account: Account) -> String { list(for: account)[0].href }
}
