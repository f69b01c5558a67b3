extension Browser {
  /// Signs in by the form and waits for the page it leads to.
  func signIn(_ person: TestDistrict.Person, at console: String) async throws {
    try await go(to: console + "/sign-in")
    try await type(person.name, into: "#name")
    try await type(person.password, into: "#password")
    try await click("main form button.primary")
    try await wait(
      until: "return document.querySelector('details.person') !== null", "\(person.name) signed in")
  }

  /// Signs out by the menu, as a person does.
  func signOut() async throws {
    try await click("details.person summary")
    try await click("details.person form[action='/sign-out'] button")
    try await waitFor("a[href='/sign-in']")
  }

  /// Unfolds a step's form where it is folded.
  func unfold(step: String) async throws {
    try await waitFor("#step-\(step)")
    if try await evaluate("return document.querySelector('#step-\(step)').open") == "false" {
      try await click("#step-\(step) summary")
    }
  }

  /// Presses a step's button and waits until the case has moved on.
  func take(step: String) async throws {
    try await evaluate("window.beforeStep = true")
    try await click("#step-\(step) form button:not([type=button])")
    try await wait(
      until: "return window.beforeStep === undefined && document.readyState === 'complete'",
      "the page after step \(step)")
    if try await exists("[role=alert]") {
      let problem = try await text("[role=alert]")
      throw HarnessFailure(description: "step \(step) was refused: \(problem)")
    }
  }

  func choose(_ value: String, in css: String) async throws {
    try await click("\(css) option[value='\(value)']")
  }

  /// Posts a form past the page, with the session's own token: what a person with the browser's
  /// tools can do.
  ///
  /// - Returns: the HTTP status.
  func forge(_ fields: [String: String], to path: String) async throws -> Int {
    let status = try await evaluate(
      """
      const form = new FormData();
      form.set("form-token", document.querySelector("[name=form-token]").value);
      for (const [name, value] of Object.entries(arguments[1])) form.set(name, value);
      const request = new XMLHttpRequest();
      request.open("POST", arguments[0], false);
      request.send(form);
      return request.status;
      """, [path, fields])
    return Int(status) ?? 0
  }
}
