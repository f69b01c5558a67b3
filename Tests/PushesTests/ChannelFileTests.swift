import ActionPlan
import Ledger
import Testing

@testable import Pushes

struct ChannelFileTests {
  private func read(_ text: String) throws -> [ChannelSettings] {
    try ChannelFile(
      path: "channels.yml", environment: ["KEY": "geheim", "SIGN": "SEC1", "SMTP": "pw"]
    ).read(text)
  }

  private func complaints(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let faults as ChannelFile.Faults {
      return faults.complaints
    } catch {
      return ["\(error)"]
    }
  }

  @Test func `channels of every kind are read with their secrets`() throws {
    let channels = try read(
      """
      desk:
        kind: wecom
        label: {zh: 值班群, en: Desk}
        url: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}
        secrets: {key: {env: KEY}}
        to: [role:duty, unit:EEB]
        least: serious
        quiet: {from: "22:00", until: "07:30", except: grave}
        group-seconds: 60
      ding:
        kind: dingtalk
        url: https://oapi.dingtalk.com/robot/send?access_token={key}
        secrets: {key: {env: KEY}, sign: {env: SIGN}}
      sms:
        kind: sms
        url: https://sms.example.com/v1/{phone}
        headers: {Authorization: "Bearer {key}"}
        body: '{"to":"{phone}","text":"{text}"}'
        secrets: {key: {env: KEY}}
        success: '"ok":true'
      mail:
        kind: mail
        host: smtp.example.com
        user: lantian
        from: lantian@example.com
        secrets: {password: {env: SMTP}}
      """)
    #expect(channels.map(\.channel.id) == ["desk", "ding", "sms", "mail"])
    #expect(channels.map(\.channel.reach) == [.group, .group, .phone, .mail])
    #expect(channels[0].channel.hears == ["role:duty", "unit:EEB"])
    #expect(
      channels[0].channel.quiet == PushChannel.Quiet(from: 79_200, until: 27_000, except: .grave))
    guard case .wecom(let wecom) = channels[0].transport,
      case .dingtalk(let ding) = channels[1].transport,
      case .http(let sms) = channels[2].transport, case .mail(let mail) = channels[3].transport
    else {
      Issue.record("kinds are mixed up")
      return
    }
    #expect(wecom.url == "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim")
    #expect(ding.signingSecret == "SEC1")
    #expect(sms.headers == ["Authorization": "Bearer geheim"])
    #expect(sms.url == "https://sms.example.com/v1/{phone}")
    #expect(mail.port == 587 && mail.security == .starttls && mail.password == "pw")
  }

  @Test(arguments: [
    ("a: {kind: fax}", "1:11: kind takes one of wecom, dingtalk, sms, voice, mail"),
    ("a: {kind: wecom}", "a lacks url; write https://…"),
    ("a: {kind: wecom, url: \"http://example.com/\"}", "url is not https"),
    ("a: {kind: sms, url: \"https://{phone}/\"}", "scheme, host and port are written out"),
    ("a: {kind: sms, url: \"https://u:p@x/\"}", "scheme, host and port are written out"),
    ("a: {kind: sms, url: \"file:///etc/passwd\"}", "scheme, host and port are written out"),
    ("a: {kind: sms, url: \"https://x/{phon}\"}", "{phon} is neither of message, phone"),
    ("a: {kind: wecom, url: \"https://x/{text}\"}", "{text} is no place of url"),
    ("a: {kind: wecom, url: \"https://x/\", secrets: {k: abc}}", "never written here"),
    ("a: {kind: wecom, url: \"https://x/\", secrets: {k: {env: NONE}}}", "has no NONE"),
    ("a: {kind: wecom, url: \"https://x/\", leest: grave}", "did you mean least?"),
    ("a: {kind: wecom, url: \"https://x/\", to: [dutty]}", "\"dutty\" is nobody"),
    ("a: {kind: wecom, url: \"https://x/\", quiet: {from: \"25:00\"}}", "quiet takes"),
    ("a: {kind: wecom, url: \"https://x/\", per-minute: 0}", "from 1 to 6000"),
    ("a: {kind: mail, host: x, from: nobody}", "from takes a mailbox"),
    ("a: {kind: mail, host: x.y, from: a@b.c, security: none}", "for a server on this machine"),
    ("a: {kind: mail, host: x.y, from: a@b.c, user: u}", "go together"),
    ("A B: {kind: mail}", "is no channel"), ("- a", "expected a mapping"), ("a: {", "is not YAML"),
  ])
  func `what is wrong is named with its place and remedy`(text: String, complaint: String) {
    let found = complaints(text)
    #expect(found.contains { $0.contains(complaint) }, "\(found)")
    #expect(!found.contains { $0.contains("geheim") })
  }
}
