/** Whether a link leads out of government sites: those are announced before they are followed (国办发〔2017〕47号). */
export function isForeign(url: string): boolean {
  try {
    const { hostname } = new URL(url)
    return hostname !== 'gov.cn' && !hostname.endsWith('.gov.cn')
  } catch {
    return true
  }
}
