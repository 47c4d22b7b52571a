// A lesson's Markdown. Pictures are the course's own, by hash; no text can make the page load anything else.
import { Markdown } from '../task/markdown';
import './learning.css';

const picture = /!\[([^\]]*)\]\(picture:([0-9a-f]{64})\)/;

export function CourseText({ course, text }: { course: string; text: string }) {
  // Split by a pattern with two groups: text, name, hash, text, name, hash, text.
  const parts = text.split(picture);
  return (
    <div className="course-text">
      {parts.map((part, index) => {
        if (index % 3 === 0) return part.trim() === '' ? null : <Markdown key={index} text={part} />;
        if (index % 3 === 2) return null;
        return <img key={index} src={`/api/v1/courses/${encodeURIComponent(course)}/pictures/${parts[index + 1]}`} alt={part} loading="lazy" />;
      })}
    </div>
  );
}
