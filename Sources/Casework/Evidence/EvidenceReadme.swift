/// What stands in a package for whoever opens it without Lantian.
enum EvidenceReadme {
  static func text(number: String) -> String {
    """
    证据包 / Evidence package: \(number)

    核验（无需本系统）/ To verify without the system that made it:

      1. sha256sum -c manifest.txt
         每个文件应为 OK / every file must be OK.
      2. openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.txt -sigfile manifest.sig
         应显示 Signature Verified Successfully / must say so.
      3. 公钥指纹须与制作单位另行公布的一致 / the key's fingerprint must be the one the office
         made known elsewhere:
         openssl pkey -pubin -in key.pem -outform DER | tail -c 32 | sha256sum
      4. audit.json 是操作日志的哈希链片段 / audit.json is a stretch of the hash chain of the audit log:
         hash = SHA-256(F(previous) F(seq) F(at) F(actor) F(action) F(object) F(detailDigest)),
         detailDigest = SHA-256(salt detail);
         F(x) 为四字节大端长度加内容 / F(x) is x after its length in four bytes, big-endian;
         数字按十进制文本，哈希与盐按字节 / numbers as decimal text, hashes and salt as bytes.

    或 / or: lantian evidence verify FILE

    时间为 UTC 纪元秒 / times are seconds since 1970-01-01 UTC.
    photos/ 现场照片原件 / photos as taken; telemetry/ 固化的监测数据 / frozen telemetry;
    frames/ 设备原始报文 / raw frames of devices, as received;
    archive.json 证明报文当时已在原始报文档案中 / shows that a frame lay in the archive of raw frames:
         leaf = SHA-256(0x00 F(sequence) F(mn) F(qn) F(cn) F(pno) F(st) F(receivedAtMilliseconds)
         F(peer) F(digest) F(bytes)), node = SHA-256(0x01 left right) (RFC 9162);
         link = SHA-256(previous first last root)，首尾序号各为八字节大端 / numbers in 8 bytes, big-endian;
         anchor.path 由 link 到 audit.json 中 archive.anchor 的 root / leads from link to the root of archive.anchor.

    """
  }
}
