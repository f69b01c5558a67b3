import NIOCore

@testable import HJ212

/// A good upload of a site's dust monitor, 2017 edition.
let dust =
  "##0189QN=20210615120000001;ST=39;CN=2011;PW=123456;MN=330604000000000000000001;Flag=5;"
  + "CP=&&DataTime=20210615120000;a34001-Rtd=215,a34001-Flag=N;a34002-Rtd=96,a34002-Flag=N;"
  + "LA-Rtd=66.1,LA-Flag=N&&2EC0"

/// Puts header, length and CRC around a segment.
func framed(_ segment: String, length: Int? = nil, crc: String? = nil, tail: String = "\r\n")
  -> String
{
  let digits = String(length ?? segment.utf8.count)
  return "##" + String(repeating: "0", count: 4 - digits.count) + digits + segment
    + (crc ?? Ascii.hexText(Checksum.hj212(Array(segment.utf8).span))) + tail
}

/// A 2011 packet of one device whose data area is `data`.
func upload(_ data: String, header: String = "", cn: String = "2011") -> String {
  "QN=20210615120000001;ST=39;CN=\(cn);PW=123456;MN=330604000000000000000001;Flag=5;\(header)"
    + "CP=&&\(data)&&"
}

func packet(_ segment: String) throws -> Packet { try Packet(segment: .init(string: segment)) }
