import { count, span } from "../format/format";

interface ProgressProps {
  label: string;
  done: number;
  total: number | null;
  secondsLeft?: number | null;
}

/** How far long work is; a bar with an end only where the end is known. */
export function Progress({ label, done, total, secondsLeft }: ProgressProps) {
  return (
    <div className="progress">
      <progress
        aria-label={label}
        {...(total === null ? {} : { value: done, max: Math.max(total, 1) })}
      />
      <span>
        {count(done)}
        {total !== null && ` of ${count(total)}`}
        {secondsLeft != null &&
          secondsLeft >= 1 &&
          `, about ${span(secondsLeft * 1000)} left`}
      </span>
    </div>
  );
}
