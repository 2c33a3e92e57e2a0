"""What one would write in an afternoon: ONNX Runtime behind uvicorn. MODEL names the graph."""
import io, os
import numpy as np, onnxruntime
from PIL import Image
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

session = onnxruntime.InferenceSession(os.environ["MODEL"])


def judge(body):
    picture = Image.open(io.BytesIO(body)).convert("RGB").resize((256, 256))
    tensor = np.asarray(picture, np.float32).transpose(2, 0, 1)[None]
    score, = session.run(["score"], {"image": tensor})
    return {"score": float(score[0])}


async def infer(request):
    return JSONResponse(await run_in_threadpool(judge, await request.body()))


app = Starlette(routes=[Route("/infer", infer, methods=["POST"])])
