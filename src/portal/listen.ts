import pg from 'pg'

const first = 500
const most = 5000
const heartbeat = 15_000

/**
 * Hears of every change of the record that any process commits. `onOpen` when listening has begun (everything known before is
 * doubtful), `onShut` when the connection is lost; it is made again by itself. Returns how to stop.
 */
export function listen(
  connection: pg.ClientConfig,
  hear: { onChange(told: string): void; onOpen(): void; onShut(): void; onError(text: string): void },
): () => Promise<void> {
  let stopped = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let wait = first

  const again = () => {
    if (stopped || timer) return
    timer = setTimeout(() => {
      timer = null
      void connect()
    }, wait)
    timer.unref()
    wait = Math.min(wait * 2, most)
  }
  async function connect(): Promise<void> {
    const mine = new pg.Client({
      ...connection,
      application_name: 'zhaoming-portal-listen',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    })
    let isUp = false
    let beat: NodeJS.Timeout | null = null
    const lost = (why: string) => {
      if (beat) clearInterval(beat)
      beat = null
      if (client !== mine) return
      client = null
      if (isUp) hear.onShut()
      isUp = false
      if (stopped) return
      hear.onError(`门户监听中断（${why}），页面暂不使用缓存，正在重连`)
      mine.end().catch(() => {})
      again()
    }
    client = mine
    mine.on('error', error => lost(error.message))
    mine.on('end', () => lost('连接关闭'))
    mine.on('notification', told => hear.onChange(told.payload ?? ''))
    try {
      await mine.connect()
      await mine.query('listen record_changed')
    } catch (error) {
      lost((error as Error).message)
      return
    }
    if (stopped || client !== mine) return
    isUp = true
    wait = first
    hear.onOpen()
    // A connection that died without a word (a firewall, a failed-over host) is found by asking.
    beat = setInterval(() => {
      const silent = setTimeout(() => lost('没有应答'), 5000)
      silent.unref()
      mine.query('select 1').then(
        () => clearTimeout(silent),
        error => lost((error as Error).message),
      )
    }, heartbeat)
    beat.unref()
  }
  void connect()
  return async () => {
    stopped = true
    if (timer) clearTimeout(timer)
    const last = client
    client = null
    if (last) await last.end().catch(() => {})
  }
}
