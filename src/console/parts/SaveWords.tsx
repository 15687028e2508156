import { Button } from 'antd'
import type { SaverState } from '../saver.ts'
import { clockText } from '../time.ts'

/** Whether what is typed is kept, and where: on this machine, on the server, nowhere yet. */
export function SaveWords<D>({ state, retry }: { state: SaverState<D>; retry: () => void }) {
  const saved = state.savedAt === null ? '' : clockText(state.savedAt)
  const local = state.localAt === null ? '' : `，本机已存 ${clockText(state.localAt)}`
  const words: Record<typeof state.status, string> = {
    clean: '还没有改动',
    dirty: `有改动尚未上传${local}`,
    saving: '正在保存……',
    saved: `已自动保存 ${saved}`,
    offline: `连不上服务器${local || '，内容留在本页'}，恢复后自动上传`,
    refused: '服务器没有收下，请看表单上的提示',
  }
  return (
    <p className={`save save-${state.status}`} role="status">
      <span className="save-mark" aria-hidden="true" />
      {words[state.status]}
      {state.status === 'offline' ? (
        <Button size="small" type="link" onClick={retry}>
          现在重试
        </Button>
      ) : null}
    </p>
  )
}
