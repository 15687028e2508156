const names: Record<string, string> = {
  green: '时间充裕',
  yellow: '临近期限',
  red: '超期',
  grey: '暂停计时',
  none: '不计时',
}

const shapes: Record<string, string> = {
  green: 'M5 10.5l3.5 3.5L15 7',
  yellow: 'M10 5v6M10 14v.5',
  red: 'M6 6l8 8M14 6l-8 8',
  grey: 'M7.5 6v8M12.5 6v8',
  none: 'M6 10h8',
}

/** Light, word and number together: a shape for those who see no colour, words for those who see nothing. */
export function Light({ light, words, large }: { light: string; words: string; large?: boolean }) {
  return (
    <span className={`light light-${light}${large ? ' light-large' : ''}`}>
      <svg
        viewBox="0 0 20 20"
        width={large ? 22 : 16}
        height={large ? 22 : 16}
        aria-hidden="true"
        focusable="false"
      >
        <circle cx="10" cy="10" r="9" fill="currentColor" />
        <path
          d={shapes[light] ?? shapes.none}
          stroke="#fff"
          strokeWidth="2.2"
          fill="none"
          strokeLinecap="round"
        />
      </svg>
      <span className="light-words">{words || names[light] || ''}</span>
    </span>
  )
}
