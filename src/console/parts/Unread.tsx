import { Page } from './Page.tsx'
import { Failed, Loading } from './States.tsx'

type Props = {
  readonly title: string
  readonly wide?: boolean
  readonly rows?: number
  /** Why there is nothing; null while the answer is on its way. */
  readonly error: unknown
  readonly retry: () => void
}

/** A screen that has nothing to show yet, or was refused: it keeps its heading, so that one knows where one is. */
export function Unread({ title, wide, rows = 6, error, retry }: Props) {
  return (
    <Page title={title} wide={wide}>
      {error ? <Failed error={error} retry={retry} /> : <Loading rows={rows} />}
    </Page>
  )
}
