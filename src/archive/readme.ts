import type { Manifest } from './package.ts'

/** README.txt of a package: what lies in it and how to check it without this program. */
export function readme(
  head: Pick<Manifest, 'body' | 'archives' | 'from' | 'until' | 'series' | 'madeAt'>,
  documents: number,
): string {
  return `档案移交包说明

移交单位：${head.body.name}${head.body.creditCode ? `（统一社会信用代码 ${head.body.creditCode}）` : ''}
接收单位：${head.archives ?? '（未指定）'}
公文期间：${head.from} 至 ${head.until}${head.series ? `，机关代字“${head.series}”` : ''}
公文件数：${documents}
生成时间：${head.madeAt}
格式版本：zhaoming-transfer/1

一、目录
documents/00001 起，每件公文一个目录：
  metadata.json    元数据：全部日期、文号、索引号、公开属性和依据、公开标注、审查人和时间、保管期限，
                   以及移交时须附具的三项：到期开放意见（transfer.opening）、政府信息公开情况（transfer.disclosure）、
                   密级变更情况（transfer.classification）。依据：《中华人民共和国档案法实施条例》第三十条第二款。
  history.json     履历：每个事件的内容、链位、前一环指纹和本环指纹。
  content.html     正文（HTML，UTF-8）
  content.txt      正文（纯文本，UTF-8）
  attachments/     附件和原始文件；原名、类型和指纹见 metadata.json
  receipt.json     发布回执（已公开的公文才有）
  public.json      公开的内容，回执所记指纹就是这个文件的 SHA-256（已公开的公文才有）
manifest.json      清单：每个文件的大小和 SHA-256
signature.json     对清单指纹的签名（Ed25519）

二、怎样核对
1. 用本程序：zhaoming archive check 本文件。不需要网络和数据库。
2. 不用本程序：逐个文件计算 SHA-256，与 manifest.json 比对；
   履历的本环指纹 = SHA-256（前一环指纹的 32 个字节，接链位的十进制数字、一个换行符、事件内容的 UTF-8 字节）；
   签名的内容是“zhaoming/transfer/1”、一个换行符、manifest.json 的 SHA-256（十六进制），公钥在 signature.json。
   公钥应与移交单位网站 /.well-known/zhaoming-receipt-key.pem 公布的一致。

三、说明
包内只有非密公文。因涉及国家秘密、工作秘密而撤回的公文不装入本包，清单的 left 一项只列编号和原因。
全部文件不压缩存放，任何一个字节的改动都能核对出来。
`
}
