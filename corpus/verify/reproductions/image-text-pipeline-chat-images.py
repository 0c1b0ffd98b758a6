"""Images belong into the messages of a chat; beside it they are refused."""

import tiny
from PIL import Image
from transformers import CLIPImageProcessor, LlavaConfig, LlavaForConditionalGeneration, LlavaProcessor, pipeline

RELEASES = ">=5"
TEMPLATE = (
    "{% for message in messages %}{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<image>{% else %}{{ part['text'] }}{% endif %}{% endfor %}{% endfor %}"
)
PICTURE = Image.new("RGB", (32, 32))
ASKED = {"type": "text", "text": "the weather"}


def made():
    tokenizer = tiny.tokenizer()
    tokenizer.add_special_tokens({"additional_special_tokens": ["<image>"]})
    number = tokenizer.convert_tokens_to_ids("<image>")
    sight = {"model_type": "clip_vision_model", "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
             "num_attention_heads": 4, "image_size": 32, "patch_size": 8}  # fmt: skip
    config = LlavaConfig(vision_config=sight, text_config=tiny.config("llama"), image_token_index=number)
    images = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    processor = LlavaProcessor(
        images, tokenizer, patch_size=8, vision_feature_select_strategy="default", chat_template=TEMPLATE,
        num_additional_image_tokens=1,
    )  # fmt: skip
    model = LlavaForConditionalGeneration(config).eval()
    return pipeline("image-text-to-text", model=model, processor=processor, device="cpu")


def breaks():
    made()(text=[{"role": "user", "content": [{"type": "image"}, ASKED]}], images=[PICTURE])


def fixed():
    chat = [{"role": "user", "content": [{"type": "image", "image": PICTURE}, ASKED]}]
    assert made()(text=chat, max_new_tokens=3)[0]["generated_text"][-1]["role"] == "assistant"
