"""The bridge: every link once and in order in each width, all words inside their own span, nothing too small to read or to touch."""

import pytest

from portal.core.bridge import BRIEF, FULL, STRIP, Drawing, Drawn, Part, Span, drawings

NAMES = (
    ("en", "Original equipment manufacturers (vehicle makers)", "Hydrogen tanks and fuel cells"),
    ("ja", "充電・試験インフラストラクチャーの整備", "セル部材(正極・負極・セパレータ・電解液)"),
    ("kn", "ಚಾರ್ಜಿಂಗ್ ಮತ್ತು ಪರೀಕ್ಷಾ ಮೂಲಸೌಕರ್ಯ", "ಹೈಡ್ರೋಜನ್ ಟ್ಯಾಂಕ್ ಮತ್ತು ಇಂಧನ ಕೋಶಗಳು"),
)


def chain(name: str, part: str, roots: int = 5, parts: int = 4) -> list[Span]:
    return [
        Span(
            name=f"{name} {n}",
            url=f"/{n}/",
            spoken=f"{name} {n}: 3",
            notes=["3 townships", "1 incentive"],
            parts=[Part(f"{part} {m}", f"/{n}/{m}/", part) for m in range(parts)],
            hangers=parts,
        )
        for n in range(roots)
    ]


def all_of(drawing: Drawing) -> list[Drawn]:
    return [one for span in drawing.spans for one in (span, *span.parts)]


@pytest.mark.parametrize(("language", "name", "part"), NAMES)
@pytest.mark.parametrize("views", [FULL, BRIEF, STRIP])
@pytest.mark.parametrize("roots", [1, 3, 5, 8])
def test_every_width_shows_every_link_once_and_in_order(language: str, name: str, part: str, views: tuple, roots: int) -> None:
    spans = chain(name, part, roots)
    for drawing in drawings(spans, views, language=language):
        assert [one.item.url for one in drawing.spans] == [span.url for span in spans]
        for drawn, span in zip(drawing.spans, spans, strict=True):
            assert [one.item.url for one in drawn.parts] == ([one.url for one in span.parts] if drawing.view.parts else [])


@pytest.mark.parametrize(("language", "name", "part"), NAMES)
def test_boxes_do_not_overlap_and_stay_inside_the_picture(language: str, name: str, part: str) -> None:
    for drawing in drawings(chain(name, part), (*FULL, *STRIP), language=language):
        boxes = [one.box for one in all_of(drawing)]
        for x, y, wide, high in boxes:
            assert x >= 0 and y >= 0 and x + wide <= drawing.view.width and y + high <= drawing.height
            # Big enough to touch (WCAG 2.5.8).
            assert wide >= 24 and high >= 24
        for place, (x, y, wide, high) in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = x + wide <= other[0] or other[0] + other[2] <= x or y + high <= other[1] or other[1] + other[3] <= y
                assert apart, (drawing.view.kind, boxes[place], other)


@pytest.mark.parametrize(("language", "name", "part"), NAMES)
def test_words_stand_in_the_box_of_their_link(language: str, name: str, part: str) -> None:
    for drawing in drawings(chain(name, part), FULL, language=language):
        for one in all_of(drawing):
            for words in filter(None, (one.name, one.notes)):
                for y, _ in words.lines:
                    assert one.box[0] < words.x < one.box[0] + one.box[2]
                    assert one.box[1] < y <= one.box[1] + one.box[3]


def test_where_the_reader_is_hangs_lit() -> None:
    spans = [Span("a", "/a/", "a", hangers=3, lit=1, here="true"), Span("b", "/b/", "b", hangers=2)]
    for drawing in drawings(spans, STRIP, language="en"):
        assert len(drawing.lit) == 1 and len(drawing.hangers) == 5
        assert [one.item.here for one in drawing.spans] == ["true", ""]


def test_no_link_makes_no_picture() -> None:
    assert drawings([], FULL, language="en") == []
