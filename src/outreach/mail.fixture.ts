import { spawn, type ChildProcess } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type pg from 'pg'
import type { MailSettings } from '#kit/mail.ts'
import { bundled } from '../../test/ops/children.ts'

/** A mail server of our own: takes letters, refuses them, or stays silent, as a test wants it. */
export type TestMail = {
  readonly settings: MailSettings
  /** Letters that the server has taken over, in order. */
  readonly taken: { readonly to: string; readonly raw: string; readonly email: Email }[]
  /** What it does with the next: takes them, or answers with this code at this point, or never answers: `silent` after the letter, `deaf` after its address. */
  behave(how: { at: 'rcpt' | 'data'; code: number; text: string } | 'silent' | 'deaf' | 'take'): void
  /** Called when a whole letter has arrived, before the server says that it has it. */
  onArrived(listener: (to: string) => void | Promise<void>): void
  close(): Promise<void>
}

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code })

export async function makeMail(): Promise<TestMail> {
  let how: { at: 'rcpt' | 'data'; code: number; text: string } | 'silent' | 'deaf' | 'take' = 'take'
  let arrived: (to: string) => void | Promise<void> = () => {}
  const taken: { to: string; raw: string; email: Email }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(address, _session, callback) {
      if (how === 'deaf') return void arrived(address.address)
      if (typeof how === 'object' && how.at === 'rcpt') callback(refusal(how.code, how.text))
      else callback()
    },
    onData(stream, session, callback) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('utf8')
        const to = session.envelope.rcptTo[0]!.address
        void (async () => {
          if (typeof how === 'object') return callback(refusal(how.code, how.text))
          const email = await PostalMime.parse(raw)
          taken.push({ to, raw, email })
          await arrived(to)
          if (how === 'take') callback()
        })()
      })
    },
  })
  // A worker that was killed leaves its connection as it is.
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    settings: {
      host: '127.0.0.1',
      port: (server.server.address() as AddressInfo).port,
      secure: false,
      mustEncrypt: false,
      user: null,
      password: null,
      from: { name: '焦作市应急管理局政务公开', address: 'noreply@zhaoming.test' },
    },
    taken,
    behave(next) {
      how = next
    },
    onArrived(listener) {
      arrived = listener
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

export type WorkerOrders = {
  readonly connection: pg.ClientConfig
  readonly mail: MailSettings
  /** Its clock stands here. */
  readonly now: string
}

let built: Promise<string> | null = null

/** The sending work in a process of its own, so that it can be killed like one. */
export async function startWorker(orders: WorkerOrders): Promise<ChildProcess> {
  built ??= bundled('test/ops/outreachWorker.ts')
  const child = spawn(process.execPath, [await built, JSON.stringify(orders)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return child
}
