import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

/** Where e-mail goes out, from SMTP_URL and MAIL_FROM. */
export type MailSettings = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (465). */
  readonly secure: boolean
  /** STARTTLS must succeed; only a server on the same machine may do without. */
  readonly mustEncrypt: boolean
  readonly user: string | null
  readonly password: string | null
  readonly from: { readonly name: string; readonly address: string }
}

const addressPattern =
  /^[^\s@<>"(),:;[\\\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i

/** Whether a text can be an e-mail address; ASCII only, as most mail servers here take no other. */
export function isMailAddress(text: string): boolean {
  return (
    text.length <= 254 &&
    addressPattern.test(text) &&
    /^[\x21-\x7e]+$/.test(text) &&
    !/\.\.|^\.|\.@/.test(text)
  )
}

/** Reads `smtp(s)://user:password@host:port` and `名称 <address>`; faults in Chinese. Null when there is no SMTP_URL. */
export function readMailSettings(
  url: string | undefined,
  from: string | undefined,
): { readonly settings: MailSettings | null; readonly faults: readonly string[] } {
  if (!url?.trim())
    return {
      settings: null,
      faults: from?.trim() ? ['有 MAIL_FROM 而没有 SMTP_URL，邮件不知从哪里发出'] : [],
    }
  const faults: string[] = []
  const u = URL.canParse(url.trim()) ? new URL(url.trim()) : null
  if (!u || !/^smtps?:$/.test(u.protocol) || u.hostname === '')
    faults.push('SMTP_URL 应写成 smtp://用户:口令@主机:587 或 smtps://用户:口令@主机:465')
  const match = /^\s*(?:"?([^"<]{0,60}?)"?\s*<([^<>]+)>|([^<>\s]+))\s*$/.exec(from ?? '')
  const address = match?.[2] ?? match?.[3] ?? ''
  if (!isMailAddress(address)) faults.push('MAIL_FROM 应写成 某某局政务公开 <noreply@example.gov.cn>')
  if (faults.length > 0 || !u) return { settings: null, faults }
  const secure = u.protocol === 'smtps:'
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(u.hostname)
  return {
    faults: [],
    settings: {
      host: u.hostname.replace(/^\[|\]$/g, ''),
      port: Number(u.port) || (secure ? 465 : 587),
      secure,
      mustEncrypt: !secure && !isLocal,
      user: u.username === '' ? null : decodeURIComponent(u.username),
      password: u.password === '' ? null : decodeURIComponent(u.password),
      from: { name: match?.[1]?.trim() ?? '', address },
    },
  }
}

export type Letter = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Without angle brackets. */
  readonly messageId: string
  readonly date: Date
  readonly headers: Readonly<Record<string, string>>
}

/** What a mail server said against a letter. `isPermanent`: trying again is of no use; `isAddress`: the address itself is refused. */
export class MailFault extends Error {
  readonly isPermanent: boolean
  readonly isAddress: boolean
  constructor(message: string, isPermanent: boolean, isAddress: boolean) {
    super(message)
    this.isPermanent = isPermanent
    this.isAddress = isAddress
  }
}

export type Sender = {
  /** Hands a letter over; `onHanding` runs before the first byte of it leaves. Throws MailFault. */
  send(letter: Letter, onHanding: () => Promise<void>): Promise<void>
  close(): void
}

function faultOf(error: Error & { code?: string; responseCode?: number; command?: string }): MailFault {
  const code = error.responseCode ?? 0
  // A server that refuses us (login, TLS) says nothing about the letter: that is for the operator, and it is tried again.
  const isOurs = error.code === 'EAUTH' || error.code === 'ETLS' || error.command === 'CONN'
  const isPermanent = code >= 500 && !isOurs
  const isAddress = isPermanent && (error.command === 'RCPT TO' || error.code === 'EENVELOPE')
  return new MailFault(error.message, isPermanent, isAddress)
}

/** One connection for many letters, opened with the first; after a fault the next letter opens another. */
export function makeSender(settings: MailSettings): Sender {
  let connection: SMTPConnection | null = null

  const open = () =>
    new Promise<SMTPConnection>((resolve, reject) => {
      const made = new SMTPConnection({
        host: settings.host,
        port: settings.port,
        secure: settings.secure,
        requireTLS: settings.mustEncrypt,
        connectionTimeout: 20_000,
        greetingTimeout: 20_000,
        socketTimeout: 60_000,
        dnsTimeout: 10_000,
      })
      made.once('error', error => {
        if (connection === made) connection = null
        reject(error)
      })
      made.once('end', () => {
        if (connection === made) connection = null
      })
      made.connect(error => {
        if (error) return reject(error)
        if (settings.user === null) return resolve(made)
        made.login(
          { user: settings.user, credentials: { user: settings.user, pass: settings.password ?? '' } },
          fault => (fault ? reject(fault) : resolve(made)),
        )
      })
    })

  return {
    async send(letter, onHanding) {
      try {
        const message = await compose(settings, letter)
        connection ??= await open()
        const mine = connection
        // The server asks for the letter after it has taken the address: only then is the first part read from here.
        const body = Readable.from(
          (async function* () {
            await onHanding()
            yield message
          })(),
        )
        await new Promise<void>((resolve, reject) => {
          const onError = (error: Error) => reject(error)
          const onEnd = () => reject(new Error('邮件服务器断开了连接'))
          mine.once('error', onError)
          mine.once('end', onEnd)
          mine.send({ from: settings.from.address, to: letter.to }, body, error => {
            mine.off('error', onError)
            mine.off('end', onEnd)
            if (error) reject(error)
            else resolve()
          })
        })
        await new Promise<void>((resolve, reject) => mine.reset(e => (e ? reject(e) : resolve()))).catch(
          () => {
            connection = null
            mine.close()
          },
        )
      } catch (error) {
        connection?.close()
        connection = null
        throw faultOf(error as Error)
      }
    },
    close() {
      connection?.quit()
      connection = null
    },
  }
}

/** The letter as it travels: Chinese headers and bodies encoded, text and HTML side by side. */
export function compose(settings: Pick<MailSettings, 'from'>, letter: Letter): Promise<Buffer> {
  const mail = new MailComposer({
    from: settings.from,
    to: letter.to,
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    messageId: `<${letter.messageId}>`,
    date: letter.date,
    headers: letter.headers,
    textEncoding: 'base64',
  })
  return mail.compile().build()
}

/** What a server said, without anybody's address in it. */
export function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"']+@[^\s<>"']+/g, '（地址）').slice(0, 300)
}

/** `a***@example.cn` */
export function maskedAddress(address: string): string {
  const [name = '', domain = ''] = address.split('@')
  return `${name.slice(0, 1)}***@${domain}`
}
