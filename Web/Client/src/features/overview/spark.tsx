/** The last hour at a glance: a bar a minute. What it says stands beside it in words. */
export function Spark({ values, label }: { values: number[]; label: string }) {
  const most = Math.max(1, ...values);
  return (
    <svg className="spark" width="180" height="28" viewBox={`0 0 ${values.length * 3} 28`} preserveAspectRatio="none" role="img" aria-label={label}>
      {values.map((value, i) => value > 0 && <rect key={i} x={i * 3} width="2" y={28 - Math.max(2, (value / most) * 28)} height={Math.max(2, (value / most) * 28)} />)}
    </svg>
  );
}
